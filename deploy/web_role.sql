-- The role of web, worker and beat, which owns nothing: what it may do is granted by every `manage.py migrate`.
-- Run once by psql 14 or later as a superuser, with DATABASE_PASSWORD in the environment; compose does so by itself at
-- the first start of an empty volume.
\getenv password DATABASE_PASSWORD
CREATE ROLE roundtable_web LOGIN PASSWORD :'password';
