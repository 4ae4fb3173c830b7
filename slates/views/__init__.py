"""Slates, by who looks."""
