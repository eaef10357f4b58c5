import { translator } from "#app/i18n/translate.ts";
import type { Ground } from "./facts.tsx";
import type { Held } from "./held.server.ts";
import { HeldEndorsements } from "./held-endorsements.tsx";
import { HeldGifts } from "./held-gifts.tsx";
import { HeldMails } from "./held-mails.tsx";
import { HeldPickets } from "./held-pickets.tsx";
import { HeldSignatures } from "./held-signatures.tsx";
import { HeldUpdates } from "./held-updates.tsx";

interface HeldPageProps extends Omit<Ground, "t"> {
	held: Held;
	/** A file of it may be offered. */
	downloadable: boolean;
}

/** Everything held under one address, each with what can be done about it; nothing happens by opening it. */
export function HeldPage({ held, downloadable, ...rest }: HeldPageProps) {
	const { locale, path, days } = rest;
	const t = translator(locale);
	const ground: Ground = { ...rest, t };
	const { petitions, endorsements, pickets, updates } = held;
	const none =
		petitions.signatures.length + petitions.submissions.length + endorsements.length === 0 &&
		pickets.rsvps.length + pickets.hosts.length + pickets.trusted.length + held.donations.length === 0 &&
		updates.every(({ subscription }) => subscription === null);
	return (
		<article className="narrow">
			<h1>{t("my.title")}</h1>
			<p className="copy">{held.email}</p>
			<p>{t("my.text")}</p>
			{none && <p>{t("my.nothing")}</p>}
			<HeldSignatures ground={ground} held={petitions} />
			<HeldGifts ground={ground} held={held.donations} />
			<HeldEndorsements ground={ground} held={held.endorsements} />
			<HeldPickets ground={ground} held={pickets} />
			{/* Below what is held: it also asks who has none whether they want them. */}
			<HeldUpdates ground={ground} updates={updates} />
			<HeldMails ground={ground} mails={held.mails} />
			<h2>{t("my.elsewhere")}</h2>
			<ul>
				<li>
					{t("my.elsewhere.letters")} {t("retention.letter-addresses.what")}:{" "}
					{t("retention.letter-addresses.after", { days: days["letter-addresses"] })}.
				</li>
				<li>{t("my.elsewhere.fixed")}</li>
				<li>{t("my.elsewhere.numbers")}</li>
				<li>{t("my.elsewhere.organisers")}</li>
			</ul>
			<ul className="ways">
				<li>
					<a href={`/${locale}/contact`}>{t("page.contact")}</a>
				</li>
			</ul>
			<h2>{t("my.download")}</h2>
			{downloadable ? (
				<>
					<p>{t("my.download.text")}</p>
					<ul className="ways">
						<li>
							<a href={`${path}/data.json`}>{t("my.download.link")}</a>
						</li>
					</ul>
				</>
			) : (
				<p>{t("my.download.not")}</p>
			)}
			<h2>{t("my.erase.all.title")}</h2>
			<p>{t("my.erase.all.short")}</p>
			<p>
				<a className="button" href={`${path}/erase`}>
					{t("my.erase.all.title")}
				</a>
			</p>
			<ul className="ways">
				<li>
					<a href={`/${locale}/privacy`}>{t("page.privacy")}</a>
				</li>
			</ul>
		</article>
	);
}
