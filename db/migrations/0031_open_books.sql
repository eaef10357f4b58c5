-- The open books: what of the ledger everybody may see, in the order in which it was published (docs/open-books.md).

create table fund_publication_heads (
	campaign_id int primary key references funds,
	n bigint not null default 0,
	links_to bigint not null default 0,
	hash bytea not null default decode(repeat('00', 32), 'hex') check (octet_length(hash) = 32),
	fees_through date check (extract(day from fees_through) = 1),
	quarter_through date check (extract(day from quarter_through) = 1)
) with (fillfactor = 50);
comment on table fund_publication_heads is 'The last row of a fund''s open books, and how far the ledger has been looked through.';
comment on column fund_publication_heads.links_to is 'The last row of journal_links that was looked at.';
comment on column fund_publication_heads.fees_through is 'The first day of the last month of which fees and exchange have been published.';
comment on column fund_publication_heads.quarter_through is 'The first day of the last month of the last quarter whose payments have been published.';

create table fund_publications (
	campaign_id int not null references funds,
	n bigint not null,
	month date not null check (extract(day from month) = 1),
	kind text not null check (kind in ('gift', 'returned', 'fees', 'exchange', 'promised', 'given', 'bank-costs')),
	category text not null default '' check (category ~ '^[a-z]*$'),
	description text not null check (description ~ '^[A-Za-z :]+$'),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount <> 0),
	balance bigint not null,
	reverses bigint,
	sample boolean not null,
	hash bytea not null check (octet_length(hash) = 32),
	primary key (campaign_id, n),
	foreign key (campaign_id, reverses) references fund_publications
);
comment on table fund_publications is 'Append-only, a row of the open books each: a gift at once, everything else in sums that stand for five families, or five payments of no family, at least. Public as a whole: no row has more than its page shows.';
comment on column fund_publications.n is 'The order of publication, without gaps.';
comment on column fund_publications.month is 'Of a payment out: the last month of the quarter that it was published with.';
comment on column fund_publications.amount is 'In minor units: what came in is positive.';
comment on column fund_publications.balance is 'Of its currency, after it: what is neither spent nor promised, as far as published.';
comment on column fund_publications.hash is 'SHA-256 over the hash before and the row (publication_text).';

-- Promises that nothing has taken back are found at the end of each quarter.
create index fund_publications_promises on fund_publications (campaign_id, n) where kind = 'promised';
create index fund_publications_reversing on fund_publications (campaign_id, reverses) where reverses is not null;
-- What is on its way is on the fund's page.
create index gifts_on_their_way on gifts (campaign_id) where processing;

create table fund_publication_parts (
	campaign_id int not null,
	n bigint not null,
	part text not null check (part ~ '^(journal|aid):[0-9a-z-]{1,60}(:[A-Z]{3})?$'),
	amount bigint not null,
	primary key (campaign_id, n, part),
	foreign key (campaign_id, n) references fund_publications
);
comment on table fund_publication_parts is 'Which journals and which aid stand in a row of the open books. Nobody outside sees it.';
create index fund_publication_parts_of on fund_publication_parts (campaign_id, part);

create table fund_publication_sums (
	campaign_id int not null references funds,
	month date not null,
	kind text not null,
	category text not null,
	currency text not null,
	amount bigint not null,
	n bigint not null check (n > 0),
	primary key (campaign_id, month, kind, category, currency)
) with (fillfactor = 50);
comment on table fund_publication_sums is 'The open books by month, kept by Postgres: what the numbers and plots of a fund are made of.';

create table fund_publication_balances (
	campaign_id int not null references funds,
	currency text not null,
	balance bigint not null,
	primary key (campaign_id, currency)
) with (fillfactor = 50);
comment on table fund_publication_balances is 'The balance of the last row of each currency.';

-- As app/fund/money/exponents.ts, which tests/rules/open-books.test.ts compares.
create function money_text(amount bigint, currency text) returns text immutable parallel safe language sql
	return case
		when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
			then amount::text
		when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
			then case when amount < 0 then '-' else '' end || abs(amount) / 1000 || '.' || lpad((abs(amount) % 1000)::text, 3, '0')
		else case when amount < 0 then '-' else '' end || abs(amount) / 100 || '.' || lpad((abs(amount) % 100)::text, 2, '0')
	end;

create function publication_words(kind text, category text, amount bigint, sample boolean) returns text
	immutable parallel safe language sql
	return case when sample then 'Sample: ' else '' end || case kind
		when 'gift' then case category when 'card' then 'Gift by card' when 'cash' then 'Gift in cash' else 'Gift by bank transfer' end
			|| case when amount < 0 then ' booked in error' else '' end
		when 'returned' then case
			when category = 'refund' and amount < 0 then 'Gift given back'
			when category = 'refund' then 'Gift not given back after all'
			when amount < 0 then 'Gift disputed by the bank of its giver'
			else 'Dispute settled for the fund' end
		when 'fees' then 'Fees of the payment processor'
		when 'exchange' then 'Changed between currencies'
		when 'promised' then case when amount < 0 then 'Promised and not yet paid' else 'No longer waiting to be paid' end
		when 'given' then case category
			when 'family' then 'Given to families'
			when 'lawyer' then 'Given for lawyers'
			when 'parcels' then 'Given for parcels'
			when 'medical' then 'Given for medical care'
			else 'Given for several purposes' end
		else 'Bank costs of payments' end;

-- A row as its line in ledger.csv has it, without its hash and without the mark that keeps spreadsheets from reckoning.
create function publication_text(p fund_publications) returns text immutable parallel safe language sql
	return concat_ws(',', p.n, to_char(p.month, 'YYYY-MM'), p.kind, p.description,
		case when p.amount < 0 then money_text(-p.amount, p.currency) else '' end,
		case when p.amount > 0 then money_text(p.amount, p.currency) else '' end,
		p.currency, money_text(p.balance, p.currency), p.category, coalesce(p.reverses::text, ''));

create index journals_of_aid on journals (campaign_id, split_part(key, ':', 2)) where key like 'aid:%';

create function booked_behind(fund int, of_kind text, part text, unit text, until date)
	returns table (journal_seq bigint, amount bigint) stable language sql as $$
	with root as (
		select seq from (select substring(part from '^journal:([0-9]{1,18})')::bigint as seq) r
		where of_kind not in ('given', 'promised')
			and part = concat('journal:', seq, case when of_kind = 'exchange' then ':' || unit end)
	), of_part as (
		select seq from journals
		where of_kind in ('given', 'promised') and campaign_id = fund and key like 'aid:%' and split_part(key, ':', 2) = substr(part, 5)
		union
		select v.seq from journals j join journals v on v.reverses = j.seq
		where of_kind in ('given', 'promised') and j.campaign_id = fund and j.key like 'aid:%'
			and split_part(j.key, ':', 2) = substr(part, 5) and v.key not like 'aid:%'
		union
		select j.seq from root join journals j on j.seq = root.seq
		where j.campaign_id = fund and j.reverses is null
		union
		select j.seq from root join journals j on j.reverses = root.seq
		where j.campaign_id = fund
	)
	select j.seq, case when of_kind = 'promised' then -p.amount else p.amount end
	from of_part join journals j using (seq) join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
	where j.occurred_on < until and a.currency = unit and case of_kind
		when 'given' then a.code like 'aid\_%'
		when 'promised' then a.code = 'aid_payable'
		when 'fees' then a.code in ('processor_fees', 'dispute_fees')
		when 'exchange' then a.code = 'fx'
		else a.code = 'transfer_fees' end
$$;
comment on function booked_behind is 'What the ledger says of a part of a sum, up to a day: of a help what was given or is promised, of a journal what it cost or changed. Its reversals are with it.';

create function check_published_sum(p fund_publications, parts jsonb) returns void language plpgsql as $$
declare
	total bigint;
	fresh int;
	of_payments boolean = p.kind in ('given', 'promised', 'bank-costs');
	releases boolean = p.kind = 'promised' and p.amount > 0;
	months int;
begin
	with part as (
		select x.part, x.amount, s.seq, family_behind(p.campaign_id,
			case when s.seq is null then x.part else (select key from journals where seq = s.seq) end) as family
		from jsonb_to_recordset(parts) x (part text, amount bigint),
			lateral (select case when x.part like 'journal:%' then split_part(x.part, ':', 2)::bigint end as seq) s
	)
	select sum(amount),
		-- Five payments to one family are that family's sum.
		count(distinct family) filter (where part.amount <> 0 and case when p.kind in ('given', 'promised')
				then exists (select from journals j where j.key = part.part || ':approved' and j.campaign_id = p.campaign_id)
				else exists (select from journals j where j.seq = part.seq and j.campaign_id = p.campaign_id) end
			and not exists (select from fund_publication_parts t join fund_publications f using (campaign_id, n)
				where t.campaign_id = p.campaign_id and t.part = part.part
					and (f.kind = p.kind or part.seq is null))),
		of_payments or coalesce(bool_or(exists (select from postings o join ledger_accounts a on a.id = o.account_id
			where o.journal_seq = part.seq and a.code in ('aid_payable', 'bank', 'cash'))), false)
		into total, fresh, of_payments
	from part;
	months = case when of_payments then 4 else 1 end;
	if p.amount is distinct from (case when releases then total else -total end) or (p.reverses is not null) <> releases then
		raise exception 'row % is not the sum of its parts', p.n using errcode = '23514', constraint = 'books_sum';
	elsif (p.month + make_interval(months => months))::date
		> (select (now() at time zone zone)::date from campaigns where id = p.campaign_id) then
		raise exception 'row % is of a time that is not over', p.n using errcode = '23514', constraint = 'books_late';
	elsif of_payments and extract(month from p.month) not in (3, 6, 9, 12) then
		raise exception 'row % is of no quarter', p.n using errcode = '23514', constraint = 'books_quarter';
	elsif (fresh < 5 or releases) and not (p.kind in ('given', 'promised') and exists (
		-- A promise once more, whole.
		select from fund_publications r
		where r.campaign_id = p.campaign_id and r.kind = 'promised' and r.amount < 0
			and (p.kind = 'given' and p.reverses is null or p.kind = 'promised' and r.n = p.reverses)
			and r.n in (select t.n from fund_publication_parts t
				where t.campaign_id = p.campaign_id and t.part = parts -> 0 ->> 'part')
			and (select jsonb_object_agg(t.part, t.amount) from fund_publication_parts t
				where t.campaign_id = p.campaign_id and t.n = r.n)
				= (select jsonb_object_agg(x.part, x.amount) from jsonb_to_recordset(parts) x (part text, amount bigint)))) then
		raise exception 'row % stands for fewer than five families', p.n
			using errcode = '23514', constraint = 'books_five';
	elsif exists (
		-- What stands in rows of each part, with this one, is what was booked by the end of its period.
		select from jsonb_to_recordset(parts) x (part text, amount bigint)
		where case when releases then -x.amount else x.amount end + coalesce((
				select sum(case when f.kind = 'promised' and f.amount > 0 then -t.amount else t.amount end)
				from fund_publication_parts t join fund_publications f using (campaign_id, n)
				where t.campaign_id = p.campaign_id and t.part = x.part and f.kind = p.kind and f.currency = p.currency), 0)
			is distinct from coalesce((
				select sum(b.amount)
				from booked_behind(p.campaign_id, p.kind, x.part, p.currency, (p.month + interval '1 month')::date) b), 0)) then
		raise exception 'row % is not what was booked', p.n using errcode = '23514', constraint = 'books_booked';
	end if;
end $$;
comment on function check_published_sum is 'What a sum has to be before it is public, whatever the code says: of five families at least, by payments that stood in no row before, or a promise''s row once more; of each part what was booked (booked_behind), and nothing counts of which nothing was; what is no help counts by itself (family_behind, 0032); fees when their month is over, payments three months after their quarter.';

create function append_publications(fund int, rows jsonb) returns void language plpgsql
	security definer set search_path = public, pg_temp as $$
declare
	head fund_publication_heads;
	balances jsonb;
	line record;
	p fund_publications;
	parts text[];
begin
	insert into fund_publication_heads (campaign_id) values (fund) on conflict do nothing;
	-- Whoever publishes at the same time waits here until we commit. Nobody chooses number, balance or hash.
	select * into head from fund_publication_heads where campaign_id = fund for update;
	select coalesce(jsonb_object_agg(currency, balance), '{}') into balances
		from fund_publication_balances where campaign_id = fund;
	p.campaign_id = fund;
	for line in select r.* from jsonb_array_elements(rows) with ordinality e (value, place),
		jsonb_to_record(e.value) r (month date, kind text, category text, currency text, amount bigint,
			reverses bigint, sample boolean, parts jsonb, undoes text, gift uuid) order by e.place
	loop
		head.n = head.n + 1;
		p.n = head.n;
		p.month = line.month;
		p.kind = line.kind;
		p.category = line.category;
		p.currency = line.currency;
		p.amount = line.amount;
		p.balance = coalesce((balances ->> line.currency)::bigint, 0) + line.amount;
		p.sample = line.sample;
		p.reverses = line.reverses;
		if p.reverses is null and line.undoes is not null then
			select min(t.n) into p.reverses from fund_publication_parts t where t.campaign_id = fund and t.part = line.undoes;
		end if;
		if p.reverses is null and line.gift is not null then
			select min(t.n) into p.reverses from journals j
				join fund_publication_parts t on t.campaign_id = fund and t.part = 'journal:' || j.seq
				join fund_publications f on f.campaign_id = fund and f.n = t.n and f.kind = 'gift'
				where j.gift_id = line.gift;
		end if;
		p.description = publication_words(p.kind, p.category, p.amount, p.sample);
		if p.kind not in ('gift', 'returned') then
			perform check_published_sum(p, line.parts);
		end if;
		p.hash = sha256(head.hash || convert_to(publication_text(p), 'UTF8'));
		head.hash = p.hash;
		balances = jsonb_set(balances, array[p.currency], to_jsonb(p.balance));
		insert into fund_publications select p.*;
		insert into fund_publication_parts (campaign_id, n, part, amount)
			select fund, p.n, t.part, t.amount from jsonb_to_recordset(line.parts) t (part text, amount bigint);
	end loop;
	insert into fund_publication_sums as s (campaign_id, month, kind, category, currency, amount, n)
		select fund, r.month, r.kind, r.category, r.currency, sum(r.amount), count(*)
		from jsonb_to_recordset(rows) r (month date, kind text, category text, currency text, amount bigint)
		group by r.month, r.kind, r.category, r.currency
	on conflict (campaign_id, month, kind, category, currency)
		do update set amount = s.amount + excluded.amount, n = s.n + excluded.n;
	insert into fund_publication_balances (campaign_id, currency, balance)
		select fund, key, value::bigint from jsonb_each_text(balances)
	on conflict (campaign_id, currency) do update set balance = excluded.balance;
	update fund_publication_heads set n = head.n, hash = head.hash where campaign_id = fund;
end $$;
comment on function append_publications is 'Publishes rows of a fund, in their order, with what each is made of.';
revoke execute on function append_publications(int, jsonb) from public;

create function publish_sums(fund int, rows jsonb) returns void language plpgsql
	security definer set search_path = public, pg_temp as $$
begin
	if exists (select from jsonb_to_recordset(rows) r (kind text) where r.kind in ('gift', 'returned')) then
		raise exception 'gifts are published as they are booked' using errcode = '23514', constraint = 'books_gifts';
	end if;
	perform append_publications(fund, rows);
end $$;
comment on function publish_sums is 'Publishes sums of a fund: what the site may publish of its own choosing, within check_published_sum.';
revoke execute on function publish_sums(int, jsonb) from public;

create trigger fund_publications_immutable before update or delete or truncate on fund_publications
	for each statement execute function refuse_ledger_change();
create trigger fund_publication_parts_immutable before update or delete or truncate on fund_publication_parts
	for each statement execute function refuse_ledger_change();

create function publish_incoming(most int) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
	fund record;
	reached bigint;
	rows jsonb;
	published int = 0;
begin
	for fund in
		select f.campaign_id, f.sample from funds f left join fund_publication_heads h using (campaign_id)
		where exists (select from journal_links l where l.campaign_id = f.campaign_id and l.n > coalesce(h.links_to, 0))
		order by f.campaign_id
	loop
		insert into fund_publication_heads (campaign_id) values (fund.campaign_id) on conflict do nothing;
		-- Two workers: the second sees what the first has published.
		select links_to into reached from fund_publication_heads where campaign_id = fund.campaign_id for update;
		with links as materialized (
			select n, journal_seq from journal_links where campaign_id = fund.campaign_id and n > reached order by n limit most
		), lines as (
			select l.n, l.journal_seq, a.currency, c.kind, c.category, -sum(p.amount) as amount
			from links l join postings p on p.journal_seq = l.journal_seq join ledger_accounts a on a.id = p.account_id
				join (values
					('donations_card', 'gift', 'card'), ('donations_bank', 'gift', 'transfer'), ('donations_cash', 'gift', 'cash'),
					('refunds', 'returned', 'refund'), ('chargebacks', 'returned', 'dispute'), ('disputed', 'returned', 'dispute')
				) c (code, kind, category) using (code)
			-- A dispute that is lost moves what was already counted as returned.
			group by 1, 2, 3, 4, 5 having sum(p.amount) <> 0
		)
		select (select max(n) from links), jsonb_agg(jsonb_build_object(
			'month', date_trunc('month', j.occurred_on)::date, 'kind', x.kind, 'category', x.category, 'currency', x.currency,
			'amount', x.amount, 'sample', fund.sample or coalesce(g.sample, false), 'undoes', 'journal:' || j.reverses,
			'gift', case when x.kind = 'returned' then j.gift_id end,
			'parts', jsonb_build_array(jsonb_build_object('part', 'journal:' || j.seq, 'amount', x.amount)))
			order by x.n, x.kind, x.category, x.currency)
		into reached, rows
		from lines x join journals j on j.seq = x.journal_seq left join gifts g on g.id = j.gift_id;
		if rows is not null then
			perform append_publications(fund.campaign_id, rows);
			published = published + jsonb_array_length(rows);
		end if;
		update fund_publication_heads set links_to = greatest(links_to, reached) where campaign_id = fund.campaign_id;
	end loop;
	return published;
end $$;
comment on function publish_incoming is 'Publishes what came in, and what went back to its giver, of journals that are not public yet: each one row, in the order of the internal chain, of at most so many journals a fund. Gives how many rows.';
revoke execute on function publish_incoming(int) from public;

create view open_books as
	select p.campaign_id, p.n as seq, to_char(p.month, 'YYYY-MM') as month, p.kind, p.description,
		case when p.amount < 0 then money_text(-p.amount, p.currency) else '' end as debit,
		case when p.amount > 0 then money_text(p.amount, p.currency) else '' end as credit,
		p.currency, money_text(p.balance, p.currency) as balance, p.category,
		coalesce(p.reverses::text, '') as reverses, encode(p.hash, 'hex') as hash, p.amount,
		p.balance as balance_minor, p.sample
	from fund_publications p;
comment on view open_books is 'The open books as everybody sees them: the page, ledger.csv and ledger.json read this and nothing else.';

create trigger fund_publications_shown after insert on fund_publications for each statement execute function notify_pages();
create trigger fund_publication_heads_shown after update of fees_through, quarter_through on fund_publication_heads
	for each statement execute function notify_pages();

grant select on fund_publications, fund_publication_parts, fund_publication_sums, fund_publication_balances, open_books
	to yntymaq_app;
grant select, update (fees_through, quarter_through) on fund_publication_heads to yntymaq_app;
grant execute on function publish_sums(int, jsonb), publish_incoming(int) to yntymaq_app;
