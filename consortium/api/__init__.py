"""The API of bodies, motions and meetings: the same verbs and access questions as the pages."""
