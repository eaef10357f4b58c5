-- The books' own chain, the months that are closed, the reserve, and aid that is never more than there is.

alter table funds add column reserve_percent int not null default 10 check (reserve_percent between 0 and 100);
comment on column funds.reserve_percent is 'Of the card gifts of the last 120 days, kept against those that are taken back.';

-- As the owner: the site may neither lock nor move a head.
create function take_ledger_turn() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into ledger_heads (campaign_id) values (new.campaign_id) on conflict do nothing;
	perform from ledger_heads where campaign_id = new.campaign_id for update;
	return new;
end $$;
revoke execute on function take_ledger_turn() from public;
-- Before the month is looked at (triggers run in the order of their names): nobody closes it meanwhile.
create trigger journals_in_turn before insert on journals for each row execute function take_ledger_turn();
create trigger closed_months_in_turn before insert on closed_months for each row execute function take_ledger_turn();

create function first_open_day(fund int, day date) returns date stable language sql
	return case when exists (select from closed_months where campaign_id = fund and month = date_trunc('month', day)::date)
		then (select min(m)::date
			from generate_series(date_trunc('month', day), greatest(day, current_date) + interval '1 month', interval '1 month') m
			where not exists (select from closed_months where campaign_id = fund and month = m::date))
		else day end;
comment on function first_open_day is 'The day on which something is posted: its own, or the first day of the first month after it that is open.';

create function journal_words(j journals, n bigint) returns text stable language sql
	return concat(
		audit_field(n::text), audit_field(j.kind), audit_field(j.key), audit_field(to_char(j.occurred_on, 'YYYY-MM-DD')),
		audit_field((select key from journals where seq = j.reverses)), audit_field(j.gift_id::text), audit_field(j.actor::text),
		audit_field(j.stripe_txn), (
			select concat(audit_field(t.source), audit_field(t.type), audit_field(t.reporting_category), audit_field(t.currency),
				audit_field(t.amount::text), audit_field(t.fee::text), audit_field(t.net::text), audit_field(t.exchange_rate),
				audit_field(t.fee_details::text), audit_field(to_char(t.created_on, 'YYYY-MM-DD')),
				audit_field(to_char(t.available_on, 'YYYY-MM-DD')))
			from stripe_balance_txns t where t.id = j.stripe_txn), (
			select string_agg(concat(audit_field(a.code), audit_field(p.currency), audit_field(p.amount::text)), '' order by p.id)
			from postings p join ledger_accounts a on a.id = p.account_id where p.journal_seq = j.seq));
comment on function journal_words is 'What the chain says of a journal: each field with its length (app/fund/ledger/chain.ts recomputes it). No number of ours, so that a restored copy has the same chain.';

create function fund_reserve(fund int, unit text) returns bigint stable language sql
	return (select ceil(coalesce(sum(amount), 0) * (select reserve_percent from funds where campaign_id = fund) / 100.0)::bigint
		from stripe_balance_txns where campaign_id = fund and currency = unit and reporting_category = 'charge'
			and created_on > current_date - 120);
comment on function fund_reserve is 'What is kept against gifts by card that are taken back, in minor units.';
create index stripe_balance_txns_charged on stripe_balance_txns (campaign_id, currency, created_on) include (amount)
	where reporting_category = 'charge';

create function fund_available(fund int, unit text) returns bigint stable language sql
	-- What went out unexplained does not come back by being unexplained.
	return (select coalesce(sum(case a.code when 'unallocated' then least(b.balance, 0) else b.balance end), 0)::bigint
		from ledger_accounts a join ledger_balances b on b.account_id = a.id
		where a.campaign_id = fund and a.currency = unit and a.code in (
			'stripe_balance', 'payout_transit', 'bank', 'cash', 'aid_payable', 'unallocated', 'refund_due'))
		- fund_reserve(fund, unit);
comment on function fund_available is 'What can be given out, in minor units: what is there, less what is promised, unexplained or owed (which are negative), less the reserve.';

-- Check and link in one: whoever asks for the one before the commit gets the other.
create function close_journal() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
	head ledger_heads;
	unit text;
begin
	perform check_journal(new);
	select * into head from ledger_heads where campaign_id = new.campaign_id for update;
	head.n := head.n + 1;
	head.hash := sha256(head.hash || convert_to(journal_words(new, head.n), 'UTF8'));
	insert into journal_links (campaign_id, n, journal_seq, hash) values (head.campaign_id, head.n, new.seq, head.hash);
	update ledger_heads set n = head.n, hash = head.hash where campaign_id = head.campaign_id;
	-- Whatever it is called, aid is never promised beyond what is available.
	for unit in
		select distinct p.currency from postings p join ledger_accounts a on a.id = p.account_id
		where p.journal_seq = new.seq and a.code = 'aid_payable' and p.amount < 0
	loop
		if fund_available(new.campaign_id, unit) < 0 then
			raise exception 'journal % promises more than is available in %', new.seq, unit
				using errcode = '23514', constraint = 'ledger_overspent';
		end if;
	end loop;
	return null;
end $$;
revoke execute on function close_journal() from public;
-- At commit, when all legs are there.
create constraint trigger journals_closed after insert on journals deferrable initially deferred
	for each row execute function close_journal();
