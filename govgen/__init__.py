"""govgen: one YAML file becomes a compliant annual report of government information disclosure."""

__version__ = "0.1.0"
