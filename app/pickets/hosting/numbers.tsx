import type { Translate } from "#app/i18n/translate.ts";
import type { Attendance } from "../attendance.server.ts";

/** How many come, exactly, for the host alone; no list of them exists. */
export function Numbers({ t, numbers }: { t: Translate; numbers: Attendance }) {
	return (
		<section>
			<h2>{t("picket.host.numbers")}</h2>
			<dl className="facts">
				<dt>{t("picket.host.numbers.told")}</dt>
				<dd>
					{t("picket.host.numbers.people", { people: numbers.withAddress, parties: numbers.parties.withAddress })}
				</dd>
				<dt>{t("picket.host.numbers.untold")}</dt>
				<dd>{t("picket.host.numbers.people", { people: numbers.without, parties: numbers.parties.without })}</dd>
				<dt>{t("picket.host.numbers.hearing")}</dt>
				<dd>{numbers.hearing}</dd>
			</dl>
		</section>
	);
}
