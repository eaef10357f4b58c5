import type { Translate } from "#app/i18n/translate.ts";
import { translator } from "#app/i18n/translate.ts";
import { Flags } from "./flags.tsx";
import type { View } from "./kind.ts";
import type { Item } from "./queue.server.ts";
import { urgentHours } from "./urgent-hours.ts";

/** What a moderator reads: the words as they were written, then what is known besides. */
export function ItemText({ t, item, view }: { t: Translate; item: Item; view: View | null }) {
	if (!view) return <p className="notice">{t("organise.queue.gone")}</p>;
	return (
		<>
			<h2>{view.title}</h2>
			{item.first && (
				<p className="error">{t("organise.queue.first", { left: Math.max(0, urgentHours - item.hours) })}</p>
			)}
			{view.texts.map(({ label, text, locale }) => (
				<section key={label}>
					<h3>{label}</h3>
					<p className="letter" lang={locale ?? item.locale}>
						{text}
					</p>
				</section>
			))}
			{view.sealed && (
				<section>
					<h3>{t("organise.letter.sealed")}</h3>
					<p>{t("organise.letter.sealed.how")}</p>
					<textarea readOnly rows={8} aria-label={t("organise.letter.sealed")} defaultValue={view.sealed} />
				</section>
			)}
			<Flags t={t} flags={item.flags} />
			<dl className="facts">
				<div>
					<dt>{t("organise.queue.language")}</dt>
					<dd>{translator(item.locale)("language.name")}</dd>
				</div>
				{view.facts?.map(({ label, value }) => (
					<div key={label}>
						<dt>{label}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			{view.link && (
				<p>
					<a href={view.link}>{t("organise.queue.page")}</a>
				</p>
			)}
		</>
	);
}
