import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import { roles } from "../access.ts";
import type { Person } from "./people.server.ts";

interface PeopleListProps {
	t: Translate;
	people: readonly Person[];
	/** Whoever reads it. */
	me: string;
	/** May change who is in: the others see names and roles. */
	manages: boolean;
}

/** Everybody in the campaign with their roles, and for administrators what can be changed. */
export function PeopleList({ t, people, me, manages }: PeopleListProps) {
	return (
		<>
			{people.map((person) => (
				<article key={person.id} className="person">
					<h2>
						{person.name || person.email || t("organise.people.state.invited")}
						{person.id === me && ` (${t("organise.people.you")})`}
					</h2>
					{person.name && person.email && <p>{person.email}</p>}
					{manages && person.state !== "active" && <p>{t(`organise.people.state.${person.state}`)}</p>}
					<p>{person.roles.map((role) => t(`organise.role.${role}`)).join(" · ")}</p>
					{manages && <Changes t={t} person={person} />}
				</article>
			))}
		</>
	);
}

function Changes({ t, person: { id, roles: theirs, state } }: { t: Translate; person: Person }) {
	const others = roles.filter((role) => !theirs.includes(role));
	return (
		<details>
			<summary>{t("organise.people.roles")}</summary>
			{theirs.map((role) => (
				<Press
					key={role}
					label={t("organise.people.revoke", { role: t(`organise.role.${role}`) })}
					fields={{ intent: "revoke", organiser: id, role }}
				/>
			))}
			{others.length > 0 && (
				<form method="post">
					<input type="hidden" name="intent" value="grant" />
					<input type="hidden" name="organiser" value={id} />
					<Field name={`role-of-${id}`} label={t("organise.people.grant.role")}>
						{(attributes) => (
							<select {...attributes} name="role">
								{others.map((role) => (
									<option key={role} value={role}>
										{t(`organise.role.${role}`)}
									</option>
								))}
							</select>
						)}
					</Field>
					<button type="submit" className="quiet">
						{t("organise.people.grant")}
					</button>
				</form>
			)}
			{state === "active" && (
				<Press label={t("organise.people.disable")} fields={{ intent: "disable", organiser: id }} />
			)}
			{state === "disabled" && (
				<Press label={t("organise.people.enable")} fields={{ intent: "enable", organiser: id }} />
			)}
			{state === "invited" && (
				<Press label={t("organise.people.withdraw")} fields={{ intent: "withdraw", organiser: id }} />
			)}
		</details>
	);
}

function Press({ label, fields }: { label: string; fields: Record<string, string> }) {
	return (
		<form method="post">
			{Object.entries(fields).map(([name, value]) => (
				<input key={name} type="hidden" name={name} value={value} />
			))}
			<button type="submit" className="quiet">
				{label}
			</button>
		</form>
	);
}
