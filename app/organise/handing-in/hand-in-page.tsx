import { formatDay } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import type { Preview } from "#app/petitions/handing-in/entitled.server.ts";
import type { ShownHandin } from "./hand-in.server.ts";

interface HandinPageProps {
	locale: Locale;
	/** The campaign's and the petition's slugs. */
	campaign: string;
	petition: string;
	/** Null once names have ended, or before the petition is open. */
	now: Preview | null;
	/** That a list be frozen is asked for already. */
	asked: boolean;
	/** The newest first. */
	handins: readonly ShownHandin[];
	mayAsk: boolean;
	/** Files are sealed to the committee's key. */
	sealed: boolean;
}

/** What would be handed in now, and what has been frozen. */
export function HandinPage({ locale, campaign, petition, now, asked, handins, mayAsk, sealed }: HandinPageProps) {
	const t = translator(locale);
	return (
		<>
			<p>{t("organise.handin.lead")}</p>
			{now ? (
				<section aria-labelledby="now">
					<h2 id="now">{t("organise.handin.now")}</h2>
					<Addressees t={t} rows={now.receiving} />
					<p>{t("organise.handin.counted", { counted: now.counted })}</p>
					{asked && <p className="notice">{t("organise.handin.asked")}</p>}
					{mayAsk && !asked && now.receiving.length > 0 && (
						<Ask campaign={campaign} action="handin.freeze" subject={petition} label={t("organise.handin.freeze")} />
					)}
				</section>
			) : (
				<p>{t("organise.handin.over")}</p>
			)}
			{handins.map((handin) => (
				<section key={handin.id} aria-labelledby={`list-${handin.number}`}>
					<h2 id={`list-${handin.number}`}>
						{t("handin.sheet.list", { number: handin.number, day: formatDay(handin.frozenOn, locale) })}
					</h2>
					<p>
						{t("organise.handin.by", { one: handin.by[0] ?? "", other: handin.by[1] ?? "" })} ·{" "}
						{t(`organise.handin.state.${handin.state}`)}
					</p>
					<Addressees t={t} rows={handin.addressees} />
					{handin.mine && <Files t={t} campaign={campaign} handin={handin} sealed={sealed} />}
					{handin.asked && <p className="notice">{t("organise.handin.asked")}</p>}
					{mayAsk && !handin.over && !handin.asked && !handin.open && (
						<Ask
							campaign={campaign}
							action="handin.export"
							subject={`${petition}/${handin.number}`}
							label={t("organise.handin.again", { number: handin.number })}
						/>
					)}
				</section>
			))}
		</>
	);
}

function Addressees({ t, rows }: { t: Translate; rows: readonly { place: number; body: string; named: number }[] }) {
	return (
		<div className="table">
			<table>
				<thead>
					<tr>
						<th scope="col">{t("organise.handin.addressee")}</th>
						<th scope="col">{t("organise.handin.names")}</th>
					</tr>
				</thead>
				<tbody>
					{rows.map(({ place, body, named }) => (
						<tr key={place}>
							<td>{body}</td>
							<td>{named}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** One form for each addressee: everything it gets in a language, or one file. */
function Files({
	t,
	campaign,
	handin,
	sealed,
}: {
	t: Translate;
	campaign: string;
	handin: ShownHandin;
	sealed: boolean;
}) {
	const to = `/organise/campaigns/${campaign}/petitions/${handin.petition}/hand-in/files`;
	return (
		<>
			<p className="hint">{t(sealed ? "organise.handin.sealed" : "organise.handin.plain")}</p>
			{handin.addressees.map(({ place, body }) => (
				<form key={place} method="post" action={to}>
					<h3>{body}</h3>
					<input type="hidden" name="list" value={handin.number} />
					<input type="hidden" name="place" value={place} />
					<div className="field">
						<label htmlFor={`language-${handin.number}-${place}`}>{t("organise.handin.language")}</label>
						<select id={`language-${handin.number}-${place}`} name="language">
							{handin.languages.map((language) => (
								<option key={language} value={language}>
									{translator(language)("language.name")}
								</option>
							))}
						</select>
					</div>
					<div className="buttons">
						{(["zip", "pdf", "csv", "json"] as const).map((format) => (
							<button
								key={format}
								type="submit"
								name="format"
								value={format}
								className={format === "zip" ? undefined : "quiet"}
							>
								{t(`organise.handin.${format}`)}
							</button>
						))}
					</div>
				</form>
			))}
		</>
	);
}

function Ask({
	campaign,
	action,
	subject,
	label,
}: {
	campaign: string;
	action: "handin.freeze" | "handin.export";
	subject: string;
	label: string;
}) {
	return (
		<form method="post" action="/organise/approvals">
			<input type="hidden" name="action" value={action} />
			<input type="hidden" name="campaign" value={campaign} />
			<button type="submit" name="subject" value={subject}>
				{label}
			</button>
		</form>
	);
}
