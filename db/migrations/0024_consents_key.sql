-- The index is there: the key changes hands without reading a row.
alter table signature_consents
	drop constraint signature_consents_pkey,
	add constraint signature_consents_pkey primary key using index signature_consents_key;
