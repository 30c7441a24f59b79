"""Read by each kernel of the environment: what can't run is told of in Swedish at once."""

c = get_config()  # noqa: F821
c.InteractiveShellApp.extensions = ["isu_helpers.desk.kernel"]
