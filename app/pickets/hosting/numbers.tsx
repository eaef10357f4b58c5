import type { Translate } from "#app/i18n/translate.ts";
import type { Attendance } from "../attendance.server.ts";
import { Intent } from "./intent.tsx";

interface NumbersProps {
	t: Translate;
	/** Where the host's page takes posts. */
	home: string;
	numbers: Attendance;
}

/** How many come, exactly, for the host alone; no list of them exists. Numbers alone can be dropped: anybody posts them. */
export function Numbers({ t, home, numbers }: NumbersProps) {
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
			{numbers.parties.without > 0 && (
				<details>
					<summary>{t("picket.host.numbers.anew.open")}</summary>
					<p>{t("picket.host.numbers.anew.what")}</p>
					<Intent action={home} intent="count-anew" button={t("picket.host.numbers.anew")} quiet />
				</details>
			)}
		</section>
	);
}
