-- A campaign is written before anybody sees it. What is there already has been seen.
update campaigns set opened_at = now() where opened_at is null;
comment on column campaigns.opened_at is 'When it was published; until then only organisers and previews see it.';
