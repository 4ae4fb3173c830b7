"""Files that leave the site: one module for each format."""
