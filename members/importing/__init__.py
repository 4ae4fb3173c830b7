"""From a file as people send it to the membership list: read, recognise, check, apply."""
