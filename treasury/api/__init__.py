"""The treasury's doors for programs: the same verbs and access questions as the pages."""
