"""The site side: what turns the library's answers into pages. Nothing else imports it."""
