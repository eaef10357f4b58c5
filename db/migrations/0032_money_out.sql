-- What goes out of a fund: whom it helps, apart and sealed; what has to be known first; who decides; what became of it
-- (docs/money-out.md).

alter table campaign_roles
	drop constraint campaign_roles_role_check,
	add constraint campaign_roles_role_check check (role in (
		'writer', 'translator', 'moderator', 'treasurer', 'committee', 'auditor', 'administrator'));

create function binds_here() returns boolean stable language sql as $$
	select not pg_has_role(current_user, (select relowner from pg_class where oid = 'journals'::regclass), 'member')
$$;
comment on function binds_here is 'Rules of two people bind the application. Whoever owns the schema could drop the rule: as the owner alone a fund is brought back from its export.';

create function hands_behind(of_campaign int, organiser uuid) returns setof uuid stable language sql as $$
	with recursive up(id) as (
		select organiser
		union
		select r.granted_by from up join campaign_roles r on r.campaign_id = of_campaign and r.organiser_id = up.id
		where not exists (select from campaign_roles where campaign_id = of_campaign and organiser_id = up.id and granted_by is null))
	select id from up
	where exists (select from campaign_roles where campaign_id = of_campaign and organiser_id = up.id and granted_by is null)
$$;
comment on function hands_behind is 'Whom the operator knows among those by whom an organiser has come in: themselves, where the operator gave them a role. Who made each other and nobody else has none.';

create function are_apart(of_campaign int, first uuid, second uuid) returns boolean stable language sql as $$
	select exists (select hands_behind(of_campaign, first)) and exists (select hands_behind(of_campaign, second))
		and not exists (select hands_behind(of_campaign, first) intersect select hands_behind(of_campaign, second))
$$;
comment on function are_apart is 'Whether two organisers have come in by different hands: whoever invites puppets agrees with none of them.';

-- Who sits in a committee decides where money goes: the operator says it, or two who did not bring each other in.
create function refuse_lone_seat() returns trigger language plpgsql as $$
begin
	if binds_here() and not exists (
		select from approvals where action = 'role.committee' and campaign_id = new.campaign_id
			and subject = new.organiser_id::text and state = 'agreed' and not_before <= now() and asked_by = new.granted_by
			and are_apart(new.campaign_id, asked_by, agreed_by)) then
		raise exception 'a seat in the committee takes two' using errcode = '23514', constraint = 'campaign_roles_committee';
	end if;
	return new;
end $$;
create trigger campaign_roles_committee before insert or update on campaign_roles
	for each row when (new.role = 'committee' and new.granted_by is not null) execute function refuse_lone_seat();

create function refuse_lone_account() returns trigger language plpgsql as $$
declare
	before uuid;
begin
	if tg_op = 'UPDATE' then before := old.account_id; end if;
	-- A sample's first account: the demonstration has nobody yet who could agree.
	if binds_here() and new.account_id is distinct from before
		and not (before is null and new.sample and (select sample from fund_accounts where id = new.account_id))
		and not exists (
			select from approvals where action = 'fund.account' and campaign_id = new.campaign_id
				and subject = new.account_id::text and state = 'agreed' and not_before <= now()
				and are_apart(campaign_id, asked_by, agreed_by)) then
		raise exception 'the account that givers are shown takes two, and two days'
			using errcode = '23514', constraint = 'funds_account_by_two';
	end if;
	return new;
end $$;
create trigger funds_account_by_two before insert or update of account_id on funds
	for each row execute function refuse_lone_account();

-- Less kept back is more to give out: two say so. More kept back is anybody's to say who keeps the fund.
create function refuse_lone_reserve() returns trigger language plpgsql as $$
declare
	before int = 10;
begin
	if tg_op = 'UPDATE' then before := old.reserve_percent; end if;
	if binds_here() and new.reserve_percent < before and not exists (
		select from approvals where action = 'fund.reserve' and campaign_id = new.campaign_id
			and subject = new.reserve_percent::text and state = 'agreed' and not_before <= now()
			and are_apart(campaign_id, asked_by, agreed_by)) then
		raise exception 'a smaller reserve takes two' using errcode = '23514', constraint = 'funds_reserve_by_two';
	end if;
	return new;
end $$;
create trigger funds_reserve_by_two before insert or update of reserve_percent on funds
	for each row execute function refuse_lone_reserve();

alter table secret_key_versions add column links_given_up boolean not null default false;
comment on column secret_key_versions.links_given_up is 'Links of mails that are out no longer keep it (keys rotate --forget); what is still sealed under it does.';

create table aid_rules (
	campaign_id int primary key references funds,
	criteria text not null default '' check (length(criteria) <= 4000),
	cap bigint check (cap > 0),
	cap_currency text check (cap_currency ~ '^[A-Z]{3}$'),
	keep_days int not null default 180 check (keep_days between 30 and 4000),
	check ((cap is null) = (cap_currency is null))
);
comment on table aid_rules is 'By what a committee decides; without a row nothing is written and nothing capped.';
comment on column aid_rules.cap is 'In minor units, for one person within 365 days. Where there is one, help is counted in its currency alone.';
comment on column aid_rules.keep_days is 'Days after the last help was delivered or cancelled until names end: longer where the law of the holder asks for it.';

create table beneficiary_key_file (
	one boolean primary key default true check (one),
	file uuid not null
);
comment on table beneficiary_key_file is 'The number of the one file that holds the beneficiaries'' keys, outside of this database. Its row is the lock under which the file is written anew; who has another file, or none, writes nothing.';

create table beneficiaries (
	id uuid primary key,
	campaign_id int not null references funds,
	locked bytea,
	version int not null default 1,
	entered_by uuid not null,
	entered_on date not null default current_date,
	erased_on date,
	unique (id, campaign_id),
	check ((locked is null) = (erased_on is not null))
);
comment on table beneficiaries is 'Whom a fund helps. In the clear there is a number alone: the books know no more.';
comment on column beneficiaries.locked is 'Name, how to reach them, where money goes: sealed under a key of their own, which lies in a file outside of this database. So is every `locked` below. Null once erased.';
comment on column beneficiaries.version is 'Counts up with their words, and with the way that they agreed to: an approval stands for the version that it was given for.';
comment on column beneficiaries.entered_by is 'No foreign key, as in audit_log: what an organiser did stays said when they are gone. The same for everybody below.';
-- The desk's list, a page at a time.
create index beneficiaries_of_fund on beneficiaries (campaign_id, entered_on desc, id) where erased_on is null;

create table beneficiary_conflicts (
	beneficiary_id uuid not null references beneficiaries,
	organiser_id uuid not null,
	declared_on date not null default current_date,
	primary key (beneficiary_id, organiser_id)
);
comment on table beneficiary_conflicts is 'Who said that they are too near to somebody to decide; append-only.';

create table beneficiary_checks (
	id bigint generated always as identity primary key,
	beneficiary_id uuid not null references beneficiaries,
	kind text not null check (kind in ('agreement', 'lists', 'foreign-money')),
	made_on date not null,
	made_by uuid not null,
	result text not null,
	how text,
	way text,
	languages text[] not null default '{}',
	lists text[] not null default '{}',
	lawyer_on date,
	locked bytea,
	constraint beneficiary_checks_whole check ((case kind
		when 'agreement' then result in ('agreed', 'refused') and how in ('in-person', 'call', 'letter', 'contact')
			and way in ('bank', 'cash', 'service', 'goods') and languages <@ array['en', 'ru', 'kk'] and cardinality(languages) > 0
			and cardinality(lists) = 0 and lawyer_on is null
		when 'lists' then result in ('nothing', 'namesake', 'found') and lists <@ array['un', 'eu', 'us', 'uk', 'kz', 'holder']
			and cardinality(lists) > 0 and cardinality(languages) = 0 and num_nonnulls(how, way, lawyer_on) = 0
		-- Understood where they live: in one of its two languages at least.
		else result in ('no-notice', 'notice', 'unlawful') and languages && array['ru', 'kk'] and languages <@ array['en', 'ru', 'kk']
			and lawyer_on <= made_on and cardinality(lists) = 0 and num_nonnulls(how, way) = 0
	end) is true)
);
comment on table beneficiary_checks is 'What was asked and looked up before help was decided: the family''s agreement and chosen way, the lists of sanctions and of the financing of terrorism, the rules on money from abroad. Append-only; the newest of a kind counts, for 90 days.';
comment on column beneficiary_checks.languages is 'In which it was explained.';
comment on column beneficiary_checks.lawyer_on is 'When a lawyer who knows the rules on money from abroad was asked.';
create index beneficiary_checks_of on beneficiary_checks (beneficiary_id, kind, made_on desc, id desc);

create table aid_requests (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null,
	beneficiary_id uuid not null,
	category text not null check (category in ('family', 'lawyer', 'parcels', 'medical')),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	state text not null default 'requested'
		check (state in ('requested', 'payable', 'paid', 'evidence', 'delivered', 'cancelled')),
	requested_by uuid not null,
	requested_on date not null default current_date,
	payable_on date,
	delivered_by uuid,
	delivered_on date,
	cancelled_by uuid,
	cancelled_on date,
	cancelled_because text check (cancelled_because in ('asked', 'not-needed', 'danger', 'mistake', 'check', 'decided')),
	foreign key (beneficiary_id, campaign_id) references beneficiaries (id, campaign_id),
	check ((state = 'cancelled') = (num_nonnulls(cancelled_by, cancelled_on, cancelled_because) = 3)),
	check ((state = 'delivered') = (num_nonnulls(delivered_by, delivered_on) = 2)),
	check (state in ('requested', 'cancelled') or payable_on is not null)
);
comment on table aid_requests is 'One help to one family: requested → payable, once two approved → paid → evidence → delivered; or cancelled before it was paid.';
comment on column aid_requests.amount is 'In minor units of its currency.';
-- The desk's list: all that is open, and of what is over a page at a time.
create index aid_requests_open on aid_requests (campaign_id) where state not in ('delivered', 'cancelled');
create index aid_requests_over on aid_requests (campaign_id, requested_on desc, id) where state in ('delivered', 'cancelled');
create index aid_requests_of_beneficiary on aid_requests (beneficiary_id);

create function family_behind(fund int, key text) returns text stable language sql as $$
	select case when key !~ '^aid:' then key else coalesce(
		(select r.beneficiary_id::text from aid_requests r where r.campaign_id = fund
			and r.id = substring(key from '^aid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})')::uuid),
		case when (select sample from funds where campaign_id = fund) then 'aid:' || split_part(key, ':', 2) else '' end) end
$$;
comment on function family_behind is 'Whom help is for that the books know by a key alone: the family''s number, which stays when they are erased; of anything else the key itself. Help of which this database knows no request, as in books that were brought back, counts as one family''s; in a sample each as a family''s of its own.';

create table aid_approvals (
	request_id uuid not null references aid_requests,
	turn smallint not null check (turn in (1, 2)),
	approved_by uuid not null,
	approved_on date not null default current_date,
	version int not null default 1,
	primary key (request_id, turn),
	unique (request_id, approved_by)
);
comment on table aid_approvals is 'The two members of the committee who approved; append-only.';
comment on column aid_approvals.version is 'Of the beneficiary, for which it stands; of another the request is not paid.';

create table aid_payments (
	request_id uuid primary key references aid_requests,
	paid_from text not null check (paid_from in ('bank', 'cash')),
	way text not null check (way in ('bank', 'cash', 'service', 'goods')),
	fee bigint not null default 0 check (fee >= 0),
	paid_by uuid not null,
	paid_on date not null,
	locked bytea
);
comment on table aid_payments is 'How it was paid; append-only. What was delivered, in which currency at what rate, and the bank''s reference stand in `locked`.';
comment on column aid_payments.fee is 'Of the transfer, in minor units of the request''s currency, beside its amount.';

create table aid_evidence (
	request_id uuid not null references aid_requests,
	kind text not null check (kind in ('receipt', 'contact', 'waived')),
	given_by uuid not null,
	given_on date not null default current_date,
	second_by uuid,
	second_on date,
	reason text check (reason in ('danger', 'impossible', 'asked')),
	sha256 bytea check (octet_length(sha256) = 32),
	bytes int check (bytes between 1 and 4194304),
	locked bytea,
	file_locked bytea check (octet_length(file_locked) < 4200000),
	primary key (request_id, kind),
	check (second_by <> given_by),
	check ((kind = 'waived') = (reason is not null)),
	check (kind = 'waived' or num_nonnulls(second_by, second_on) = 0),
	check (num_nonnulls(second_by, second_on) <> 1),
	check ((kind = 'receipt') = (num_nonnulls(sha256, bytes) = 2))
);
comment on table aid_evidence is 'That help arrived: a receipt, the word of a trusted contact, or that two waive both for somebody''s safety.';
comment on column aid_evidence.sha256 is 'Of the receipt as it is kept: re-encoded, without what a telephone writes into it.';

create function has_aid_role(of_campaign int, organiser uuid, wanted text[]) returns boolean stable language sql as $$
	select exists (
		select from campaign_roles r join organisers o on o.id = r.organiser_id and o.state = 'active'
		where r.campaign_id = of_campaign and r.organiser_id = organiser and r.role = any (wanted))
$$;

create function may_decide_aid(of_campaign int, organiser uuid) returns boolean stable language sql as $$
	select exists (
		select from campaign_roles r join organisers o on o.id = r.organiser_id and o.state = 'active'
		where r.campaign_id = of_campaign and r.organiser_id = organiser and r.role = 'committee'
			and (r.granted_by is null or r.granted_at <= now() - interval '48 hours'))
$$;
comment on function may_decide_aid is 'Whether somebody is a member of the committee, by the operator''s word or since 48 hours.';

create function is_conflicted(of_beneficiary uuid, organiser uuid) returns boolean stable language sql as $$
	select exists (select from beneficiary_conflicts where beneficiary_id = of_beneficiary and organiser_id = organiser)
$$;

create function aid_no(of_beneficiary uuid) returns boolean stable language sql as $$
	select exists (
		select from (
			select distinct on (kind) result from beneficiary_checks where beneficiary_id = of_beneficiary
			order by kind, made_on desc, id desc) newest
		where result in ('refused', 'found', 'unlawful'))
$$;
comment on function aid_no is 'Whether the newest check of any kind came to a no.';

create function is_aid_changed(of_request uuid) returns boolean stable language sql as $$
	select exists (
		select from aid_approvals a join aid_requests r on r.id = a.request_id join beneficiaries b on b.id = r.beneficiary_id
		where a.request_id = of_request and a.version <> b.version)
$$;
comment on function is_aid_changed is 'Whether a family''s words or way are others than those for which somebody approved.';

create function aid_checks_missing(of_beneficiary uuid) returns text[] stable language sql as $$
	select coalesce(array_agg(kind order by kind), '{}') from unnest(array['agreement', 'lists', 'foreign-money']) kind
	where not exists (
		select from (
			select made_on, result from beneficiary_checks c where c.beneficiary_id = of_beneficiary and c.kind = kind.kind
			order by made_on desc, id desc limit 1) newest
		where result not in ('refused', 'found', 'unlawful') and made_on > current_date - 90)
$$;
comment on function aid_checks_missing is 'Which checks are missing, older than 90 days, or came to a no.';

create function aid_obstacle(of_request uuid, organiser uuid) returns text stable language sql as $$
	select case
		when r.state <> 'requested' then 'state'
		when b.erased_on is not null then 'erased'
		when r.requested_by = organiser then 'requester'
		when is_conflicted(b.id, organiser) then 'conflict'
		when not may_decide_aid(r.campaign_id, organiser) then 'member'
		when f.approved_by = organiser then 'twice'
		when f.version <> b.version then 'changed'
		when f.approved_by is not null and (is_conflicted(b.id, f.approved_by) or not may_decide_aid(r.campaign_id, f.approved_by)) then 'first'
		-- Two who are one person, as far as can be told.
		when f.approved_by is not null and exists (
			select from campaign_roles g where g.campaign_id = r.campaign_id and g.role = 'committee'
				and ((g.organiser_id = organiser and g.granted_by = f.approved_by) or (g.organiser_id = f.approved_by and g.granted_by = organiser)))
			or 2 = (select count(*) from campaign_roles g where g.campaign_id = r.campaign_id and g.role = 'committee'
				and g.organiser_id in (organiser, f.approved_by) and g.granted_by = r.requested_by) then 'two'
		when aid_checks_missing(b.id) <> '{}' then 'checks'
		when s.cap is not null and (r.currency <> s.cap_currency or r.amount + coalesce((
			select sum(o.amount) from aid_requests o where o.beneficiary_id = b.id and o.currency = r.currency
				and o.state not in ('requested', 'cancelled') and o.payable_on > current_date - 365), 0) > s.cap) then 'cap'
	end
	from aid_requests r join beneficiaries b on b.id = r.beneficiary_id
	left join aid_approvals f on f.request_id = r.id and f.turn = 1
	left join aid_rules s on s.campaign_id = r.campaign_id
	where r.id = of_request
$$;
comment on function aid_obstacle is 'Why an organiser cannot approve a request now, a word of a closed set; null where they can. Pages say it, and the trigger refuses by it.';

create function refuse_aid(why text) returns void language plpgsql as $$
begin
	raise exception 'refused: %', why using errcode = '23514', constraint = 'aid_' || why;
end $$;

create function check_beneficiary_check() returns trigger language plpgsql as $$
begin
	if new.made_on > current_date then perform refuse_aid('future'); end if;
	-- A no is seen by the approval and the payment, or waits until they are through.
	perform from beneficiaries where id = new.beneficiary_id for no key update;
	return new;
end $$;
create trigger beneficiary_checks_made before insert on beneficiary_checks
	for each row execute function check_beneficiary_check();

-- As the owner: nobody else counts versions.
create function count_agreement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
	newest beneficiary_checks;
	before beneficiary_checks;
begin
	select * into newest from beneficiary_checks
		where beneficiary_id = new.beneficiary_id and kind = 'agreement' order by made_on desc, id desc limit 1;
	select * into before from beneficiary_checks
		where beneficiary_id = new.beneficiary_id and kind = 'agreement' and id <> new.id order by made_on desc, id desc limit 1;
	if (newest.result, newest.way) is distinct from (before.result, before.way) then
		update beneficiaries set version = version + 1 where id = new.beneficiary_id and erased_on is null;
	end if;
	return null;
end $$;
revoke execute on function count_agreement() from public;
create trigger beneficiary_checks_counted after insert on beneficiary_checks
	for each row when (new.kind = 'agreement') execute function count_agreement();

-- A conflict that is declared while somebody is being helped is seen by the approval, or waits until it is through.
create function declare_conflict() returns trigger language plpgsql as $$
begin
	perform from beneficiaries where id = new.beneficiary_id for no key update;
	return new;
end $$;
create trigger beneficiary_conflicts_declared before insert on beneficiary_conflicts
	for each row execute function declare_conflict();

create function check_aid_request() returns trigger language plpgsql as $$
begin
	if new.state <> 'requested' then perform refuse_aid('state'); end if;
	perform from beneficiaries where id = new.beneficiary_id and erased_on is null for no key update;
	if not found then perform refuse_aid('erased'); end if;
	if not has_aid_role(new.campaign_id, new.requested_by, array['committee', 'treasurer']) then perform refuse_aid('member'); end if;
	return new;
end $$;
create trigger aid_requests_made before insert on aid_requests for each row execute function check_aid_request();

create function check_aid_approval() returns trigger language plpgsql as $$
declare
	beneficiary uuid;
	obstacle text;
begin
	-- Two who approve at once take turns, and so does all that concerns one person: the cap is of all their help.
	select beneficiary_id into beneficiary from aid_requests where id = new.request_id for no key update;
	perform from beneficiaries where id = beneficiary for no key update;
	obstacle := aid_obstacle(new.request_id, new.approved_by);
	if obstacle is not null then perform refuse_aid(obstacle); end if;
	new.turn := 1 + (select count(*) from aid_approvals where request_id = new.request_id);
	new.approved_on := current_date;
	new.version := (select version from beneficiaries where id = beneficiary);
	return new;
end $$;
create trigger aid_approvals_by_two before insert on aid_approvals for each row execute function check_aid_approval();

create function most_aid_fee(amount bigint, currency text) returns bigint immutable language sql as $$
	select greatest(amount / 10, 50 * (1 / money_text(1, currency)::numeric)::bigint)
$$;
comment on function most_aid_fee is 'What a transfer may cost beside an amount, in minor units: a tenth of it, or 50.00 where that is more. Nobody approved the fee.';

create function check_aid_payment() returns trigger language plpgsql as $$
declare
	r aid_requests;
begin
	select * into r from aid_requests where id = new.request_id for no key update;
	perform from beneficiaries where id = r.beneficiary_id for no key update;
	if r.state <> 'payable' then perform refuse_aid('state'); end if;
	if not has_aid_role(r.campaign_id, new.paid_by, array['treasurer']) then perform refuse_aid('member'); end if;
	if is_conflicted(r.beneficiary_id, new.paid_by) then perform refuse_aid('conflict'); end if;
	if exists (select from aid_approvals a where a.request_id = r.id and is_conflicted(r.beneficiary_id, a.approved_by)) then
		perform refuse_aid('first');
	end if;
	if is_aid_changed(r.id) then perform refuse_aid('changed'); end if;
	if aid_no(r.beneficiary_id) then perform refuse_aid('checks'); end if;
	if new.fee > most_aid_fee(r.amount, r.currency) then perform refuse_aid('fee'); end if;
	if new.paid_on > current_date or new.paid_on < r.payable_on then perform refuse_aid('day'); end if;
	if new.way is distinct from (select way from beneficiary_checks
		where beneficiary_id = r.beneficiary_id and kind = 'agreement' order by made_on desc, id desc limit 1) then
		perform refuse_aid('way');
	end if;
	return new;
end $$;
create trigger aid_payments_made before insert on aid_payments for each row execute function check_aid_payment();

create function check_aid_evidence() returns trigger language plpgsql as $$
declare
	r aid_requests;
begin
	select * into r from aid_requests where id = new.request_id for no key update;
	-- What is erased with its beneficiary loses its words and its file, and nothing else.
	if tg_op = 'UPDATE' and (new.second_by, new.second_on) is not distinct from (old.second_by, old.second_on) then
		return new;
	end if;
	if r.state <> 'paid' then perform refuse_aid('state'); end if;
	if is_conflicted(r.beneficiary_id, coalesce(new.second_by, new.given_by)) then perform refuse_aid('conflict'); end if;
	if tg_op = 'INSERT' and new.second_by is not null then perform refuse_aid('state'); end if;
	if not has_aid_role(r.campaign_id, new.given_by, array['committee', 'treasurer'])
		or new.second_by is not null and not may_decide_aid(r.campaign_id, new.second_by) then
		perform refuse_aid('member');
	end if;
	return new;
end $$;
create trigger aid_evidence_given before insert or update on aid_evidence
	for each row execute function check_aid_evidence();

create function check_aid_move() returns trigger language plpgsql as $$
begin
	if (new.id, new.campaign_id, new.beneficiary_id, new.category, new.currency, new.amount, new.requested_by)
		is distinct from (old.id, old.campaign_id, old.beneficiary_id, old.category, old.currency, old.amount, old.requested_by) then
		perform refuse_aid('fixed');
	end if;
	if new.state = old.state then
		return new;
	end if;
	if (old.state, new.state) not in (('requested', 'payable'), ('payable', 'paid'), ('paid', 'evidence'),
		('evidence', 'delivered'), ('requested', 'cancelled'), ('payable', 'cancelled')) then
		perform refuse_aid('state');
	end if;
	if new.state = 'payable' and (select count(*) from aid_approvals where request_id = new.id) < 2 then
		perform refuse_aid('approvals');
	end if;
	if new.state = 'paid' and not exists (select from aid_payments where request_id = new.id) then
		perform refuse_aid('payment');
	end if;
	if new.state = 'evidence' and not exists (
		select from aid_evidence where request_id = new.id and (kind <> 'waived' or second_by is not null)) then
		perform refuse_aid('evidence');
	end if;
	if new.state = 'delivered' then
		if not has_aid_role(new.campaign_id, new.delivered_by, array['committee', 'treasurer']) then perform refuse_aid('member'); end if;
		if is_conflicted(new.beneficiary_id, new.delivered_by) then perform refuse_aid('conflict'); end if;
		if exists (select from aid_payments where request_id = new.id and paid_by = new.delivered_by)
			or exists (select from aid_evidence where request_id = new.id and given_by = new.delivered_by) then
			perform refuse_aid('second');
		end if;
	end if;
	if new.state = 'cancelled'
		and not has_aid_role(new.campaign_id, new.cancelled_by, array['committee', 'treasurer']) then
		perform refuse_aid('member');
	end if;
	return new;
end $$;
create trigger aid_requests_moved before update on aid_requests for each row execute function check_aid_move();

create function aid_in_books(of_request aid_requests, step text) returns bigint stable language sql as $$
	select coalesce(sum(p.amount), 0)::bigint
	from journals j join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
	where j.campaign_id = of_request.campaign_id and j.key = 'aid:' || of_request.id || ':' || step
		and a.code = 'aid_payable' and a.currency = of_request.currency
$$;
comment on function aid_in_books is 'What one step of a request moved in what is promised, by the books.';

create function check_aid_books() returns trigger language plpgsql as $$
begin
	if aid_in_books(new, 'approved') <> -new.amount
		or new.state = 'paid' and aid_in_books(new, 'paid') <> new.amount
		or new.state = 'cancelled' and aid_in_books(new, 'cancelled') <> new.amount then
		perform refuse_aid('books');
	end if;
	return null;
end $$;
-- At commit: promised, paid and taken back are in the books as they are here, or nowhere.
create constraint trigger aid_requests_in_books after update of state on aid_requests deferrable initially deferred
	for each row when (new.state in ('payable', 'paid') and old.state <> new.state
		or old.state = 'payable' and new.state = 'cancelled')
	execute function check_aid_books();

create function check_erasure() returns trigger language plpgsql as $$
begin
	if old.erased_on is not null then perform refuse_aid('erased'); end if;
	if new.locked is null and exists (
		-- Paid and without evidence too: one person alone would make unknowable whom they paid. Two waive the evidence.
		select from aid_requests where beneficiary_id = new.id and state in ('requested', 'payable', 'paid')) then
		perform refuse_aid('open');
	end if;
	if new.locked is distinct from old.locked and new.locked is not null then new.version := old.version + 1; end if;
	return new;
end $$;
create trigger beneficiaries_changed before update on beneficiaries for each row execute function check_erasure();

-- As the owner: what is append-only loses its words with whom it was about.
create function erase_with_beneficiary() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update beneficiary_checks set locked = null where beneficiary_id = new.id and locked is not null;
	update aid_payments set locked = null
		where locked is not null and request_id in (select id from aid_requests where beneficiary_id = new.id);
	update aid_evidence set locked = null, file_locked = null
		where num_nonnulls(locked, file_locked) > 0 and request_id in (select id from aid_requests where beneficiary_id = new.id);
	return null;
end $$;
revoke execute on function erase_with_beneficiary() from public;
create trigger beneficiaries_erased after update on beneficiaries
	for each row when (old.locked is not null and new.locked is null) execute function erase_with_beneficiary();

grant select, insert, update on aid_rules to yntymaq_app;
-- Locking a row takes the right to change it.
grant select, insert on beneficiary_key_file, beneficiaries, beneficiary_conflicts, beneficiary_checks,
	aid_requests, aid_approvals, aid_payments, aid_evidence to yntymaq_app;
grant update (one) on beneficiary_key_file to yntymaq_app;
grant update (locked, erased_on) on beneficiaries to yntymaq_app;
grant update (state, payable_on, delivered_by, delivered_on, cancelled_by, cancelled_on, cancelled_because)
	on aid_requests to yntymaq_app;
grant update (second_by, second_on) on aid_evidence to yntymaq_app;
