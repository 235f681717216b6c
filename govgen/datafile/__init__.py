"""The clerk's YAML file and the report that it describes."""
