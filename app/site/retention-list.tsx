import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Held } from "./site-page.server.ts";

interface RetentionListProps {
	locale: Locale;
	rules: readonly Held[];
}

/** What is held, when it ends, and why it is held until then: one entry a rule of the retention table. */
export function RetentionList({ locale, rules }: RetentionListProps) {
	const t = translator(locale);
	return (
		<dl className="held">
			{rules.map(({ name, days }) => (
				<div key={name}>
					<dt>{t(`retention.${name}.what`)}</dt>
					<dd>
						<strong>{sentence(t(`retention.${name}.after`, { days }), locale)}</strong> {t(`retention.${name}.why`)}
					</dd>
				</div>
			))}
		</dl>
	);
}

function sentence(text: string, locale: Locale): string {
	return `${text.charAt(0).toLocaleUpperCase(locale)}${text.slice(1)}.`;
}
