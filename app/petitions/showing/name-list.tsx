import type { ListedName } from "./names.server.ts";

/** Names with town and organisation, as their signers wrote them. */
export function NameList({ names }: { names: readonly ListedName[] }) {
	if (names.length === 0) return null;
	return (
		<ul className="names">
			{names.map(({ place, name, town, organisation }) => (
				<li key={place}>{[name, town, organisation].filter(Boolean).join(", ")}</li>
			))}
		</ul>
	);
}
