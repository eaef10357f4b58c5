import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import type { ReadItem } from "./item.server.ts";

/** The buttons of an item: to take it, to decide, to give it back. Hiding is there whoever has it. */
export function DecideForm({ t, read }: { t: Translate; read: Extract<ReadItem, { state: "waiting" }> }) {
	const { item, view, decisions, answers } = read;
	const mine = item.claim === "mine";
	const twice = item.shownFirst === "mine";
	const offered = decisions
		.filter(({ outcome }) => outcome === "hide" || (mine && !(twice && outcome === "show")))
		// A thumb that slips between two ways to show shows: what takes away stands last.
		.sort((a, b) => Number(a.outcome === "hide") - Number(b.outcome === "hide"));
	return (
		<form method="post" className="decide">
			<input type="hidden" name="revision" value={item.revision} />
			{item.claim === "anothers" && <p className="hint">{t("organise.queue.taken", { minutes: item.left })}</p>}
			{item.secondNeeded && (
				<p className="hint">
					{t(
						item.shownFirst === null
							? "organise.queue.two"
							: twice
								? "organise.queue.yours-first"
								: "organise.queue.second",
					)}
				</p>
			)}
			{mine && answers.length > 0 && (
				<Field name="answer" label={t("organise.answer.choose")} hint={t("organise.answer.hint")}>
					{(attributes) => (
						<select {...attributes}>
							<option value="">{t("organise.answer.none")}</option>
							{answers.map(({ id, title }) => (
								<option key={id} value={id} lang={item.locale}>
									{title}
								</option>
							))}
						</select>
					)}
				</Field>
			)}
			<div className="large-buttons">
				{offered.map(({ name, label, outcome }) => (
					<button
						key={name}
						type="submit"
						name="intent"
						value={name}
						className={outcome === "hide" ? "large quiet" : "large"}
					>
						{t(label)}
					</button>
				))}
				{!view && (
					<button type="submit" name="intent" value="gone" className="large">
						{t("organise.decide.gone")}
					</button>
				)}
				{item.claim === "nobodys" && (
					<button type="submit" name="intent" value="claim" className="large">
						{t("organise.queue.take")}
					</button>
				)}
			</div>
			{mine && (
				<p>
					<button type="submit" name="intent" value="give-back" className="quiet">
						{t("organise.queue.give-back")}
					</button>{" "}
					<span className="hint">{t("organise.queue.left", { minutes: item.left })}</span>
				</p>
			)}
		</form>
	);
}
