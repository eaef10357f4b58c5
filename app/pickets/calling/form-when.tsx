import { zones } from "../zones.ts";
import { type FormPart, Line, OneOf } from "./form-parts.tsx";

/** When: a day and two times by the clocks of the place; which of two, when the clocks show one twice. */
export function FormWhen(part: FormPart) {
	const { t, errors, values } = part;
	const asked = errors.overlap?.values?.time;
	const time = String(asked ?? values.begin);
	return (
		<section>
			<h2>{t("picket.form.part.when")}</h2>
			<Line part={part} name="date" label="picket.form.date" hint="picket.form.date.hint">
				{(attributes) => <input {...attributes} type="date" required />}
			</Line>
			<Line part={part} name="begin" label="picket.form.begin" hint="picket.form.time.hint">
				{(attributes) => <input {...attributes} type="time" required />}
			</Line>
			<Line part={part} name="end" label="picket.form.end" hint="picket.form.end.hint">
				{(attributes) => <input {...attributes} type="time" required />}
			</Line>
			{(asked !== undefined || values.overlap) && (
				<OneOf
					part={part}
					name="overlap"
					legend={t("picket.form.overlap.label")}
					options={[
						{ value: "earlier", label: t("picket.form.overlap.earlier", { time }) },
						{ value: "later", label: t("picket.form.overlap.later", { time }) },
					]}
				/>
			)}
			<Line part={part} name="zone" label="picket.form.zone" hint="picket.form.zone.hint">
				{(attributes) => (
					<select {...attributes}>
						<option value="">{t("picket.form.zone.place")}</option>
						{zones.map((zone) => (
							<option key={zone}>{zone}</option>
						))}
					</select>
				)}
			</Line>
		</section>
	);
}
