import { formatDay } from "#app/i18n/format.ts";
import type { HeldHost, HeldOfPickets, HeldRsvp } from "#app/pickets/held.server.ts";
import { Facts, type Ground, heldFor } from "./facts.tsx";

/** The pickets that an address comes to or hosts. */
export function HeldPickets({ ground, held }: { ground: Ground; held: HeldOfPickets }) {
	const { t, locale } = ground;
	if (held.rsvps.length + held.hosts.length + held.trusted.length === 0) return null;
	return (
		<>
			<h2>{t("my.pickets")}</h2>
			{held.rsvps.map((rsvp) => (
				<Rsvp key={rsvp.id} ground={ground} rsvp={rsvp} />
			))}
			{held.hosts.map((host) => (
				<Host key={host.id} ground={ground} host={host} />
			))}
			{held.trusted.map(({ campaign, since }) => (
				<p key={campaign}>{t("my.trusted", { day: formatDay(since, locale) })}</p>
			))}
		</>
	);
}

function Rsvp({ ground, rsvp }: { ground: Ground; rsvp: HeldRsvp }) {
	const { t, locale, path } = ground;
	const { id, picket, since, state, party, token } = rsvp;
	return (
		<section>
			<h3 lang={picket.language}>{picket.title}</h3>
			<Facts
				facts={[
					[t("picket.attend.when"), formatDay(picket.day, locale)],
					[t("picket.attend.party"), party],
					[t("my.seen"), t("my.seen.rsvp")],
					...heldFor(ground, since, state === "pending" ? "rsvps-pending" : "rsvps"),
				]}
			/>
			<p className="hint">{t("my.rsvp.address")}</p>
			<ul className="ways">
				<li>
					<a href={`/${locale}/attend/${token}`}>{t("my.rsvp.page")}</a>
				</li>
				<li>
					<a href={`${path}/erase/rsvp/${id}`}>{t("my.erase.rsvp.title")}</a>
				</li>
			</ul>
		</section>
	);
}

function Host({ ground, host }: { ground: Ground; host: HeldHost }) {
	const { t, locale, path } = ground;
	const { id, picket, since, state, token } = host;
	return (
		<section>
			<h3 lang={picket.language}>{picket.title}</h3>
			<p>{t(`my.host.${host.role}`)}</p>
			<Facts
				facts={[
					[t("picket.attend.when"), formatDay(picket.day, locale)],
					[t("my.seen"), t("my.seen.nobody")],
					...heldFor(ground, since, state === "active" ? "hosts" : "hosts-unverified"),
				]}
			/>
			<p className="hint">{t("my.host.address")}</p>
			<ul className="ways">
				<li>
					<a href={`/${locale}/host/${token}`}>{t("my.host.page")}</a>
				</li>
				<li>
					<a href={`${path}/erase/host/${id}`}>{t("my.erase.host.title")}</a>
				</li>
			</ul>
		</section>
	);
}
