"""Who belongs, who may sign in, who has which office; knows nothing of elections."""
