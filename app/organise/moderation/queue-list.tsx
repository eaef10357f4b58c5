import { type Locale, type MessageKey, type Translate, translator } from "#app/i18n/translate.ts";
import { Flags } from "./flags.tsx";
import type { Item } from "./queue.server.ts";
import { queueAddress } from "./reading.ts";
import { urgentHours } from "./urgent-hours.ts";

interface QueueListProps {
	t: Translate;
	/** The campaign's. */
	slug: string;
	reading: Locale | null;
	items: readonly (Item & { label: MessageKey })[];
}

/** What waits, the urgent first, then the oldest: each a button that takes it, unless somebody else reads it just now. */
export function QueueList({ t, slug, reading, items }: QueueListProps) {
	return (
		<ul className="queue">
			{items.map((item) => (
				<li key={item.id} className={item.first ? "urgent" : undefined}>
					<p>
						<strong>{t(item.label)}</strong> · {translator(item.locale)("language.name")} ·{" "}
						{t("organise.queue.age", { hours: item.hours, days: Math.floor(item.hours / 24) })}
					</p>
					{item.first && (
						<p className="error">{t("organise.queue.first", { left: Math.max(0, urgentHours - item.hours) })}</p>
					)}
					<Flags t={t} flags={item.flags} />
					{item.shownFirst && (
						<p className="hint">
							{t(item.shownFirst === "mine" ? "organise.queue.yours-first" : "organise.queue.second")}
						</p>
					)}
					{item.claim === "anothers" ? (
						<p className="hint">
							<a href={queueAddress(slug, reading, item.id)}>{t("organise.queue.taken", { minutes: item.left })}</a>
						</p>
					) : (
						<form method="post">
							<input type="hidden" name="item" value={item.id} />
							<button type="submit" name="intent" value="claim" className="quiet">
								{t(item.claim === "mine" ? "organise.queue.go-on" : "organise.queue.read", { what: t(item.label) })}
							</button>
						</form>
					)}
				</li>
			))}
		</ul>
	);
}
