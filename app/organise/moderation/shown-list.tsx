import type { Translate } from "#app/i18n/translate.ts";

/** One thing that is shown, or was until a moderator hid it. */
export interface ShownThing {
	/** What its button posts. */
	value: string;
	title: string;
	/** Its day, in the reader's words. */
	when: string;
	href: string;
	hidden: boolean;
}

interface ShownListProps {
	t: Translate;
	/** The field that names which one. */
	field: "update" | "entry";
	things: readonly ShownThing[];
}

const headings = {
	update: "organise.shown.updates",
	entry: "organise.shown.entries",
} as const;

/** What is shown, each with the button that takes it away at once, or brings it back. */
export function ShownList({ t, field, things }: ShownListProps) {
	if (things.length === 0) return null;
	const heading = `shown-${field}`;
	return (
		<section aria-labelledby={heading}>
			<h2 id={heading}>{t(headings[field])}</h2>
			<ul className="queue">
				{things.map(({ value, title, when, href, hidden }) => (
					<li key={value}>
						<p>
							<a href={href}>{title}</a> · {when}
						</p>
						{hidden && <p className="error">{t("organise.shown.hidden")}</p>}
						<form method="post">
							<input type="hidden" name={field} value={value} />
							<button type="submit" name="intent" value={hidden ? "show" : "hide"} className="quiet">
								{t(hidden ? "organise.shown.show" : "organise.shown.hide", { what: title })}
							</button>
						</form>
					</li>
				))}
			</ul>
		</section>
	);
}
