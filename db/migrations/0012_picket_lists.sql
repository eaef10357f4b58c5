-- Lists and feeds walk what is to come, of all campaigns; near a place, a box of coordinates.
drop index pickets_to_come;
create index pickets_to_come on pickets (ends_at)
	where listed_at is not null and state in ('listed', 'cancelled');
create index pickets_near on pickets (latitude, longitude)
	where listed_at is not null and state in ('listed', 'cancelled');
