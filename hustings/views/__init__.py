"""Questions and answers, by who looks."""
