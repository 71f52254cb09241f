"""The catalogue's files as values: TOML text in, activities and editions or mistakes out."""
