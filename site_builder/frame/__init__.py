"""What makers of pages share: the chrome with typed holes, the outer page, templates and the theme's files."""
