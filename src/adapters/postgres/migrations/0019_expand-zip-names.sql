-- A batch that was abandoned was never published, and its letters may be claimed again by a run of the same day: the same letters in the
-- same place make the same name. All others have a name each.
alter table batches drop constraint batches_zip_name_key;
create unique index batches_zip_name_once on batches (zip_name) where state <> 'abandoned';
create index batches_zip_name on batches (zip_name);
