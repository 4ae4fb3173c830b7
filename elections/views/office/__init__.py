"""The office: what returning officers do, and what administrators and the scrutineer see of it."""
