import type { ShownLine } from "./lines.server.ts";

/** Lines for the families, each with its writer's name where that is public. */
export function LineList({ lines }: { lines: readonly ShownLine[] }) {
	return (
		<ul className="lines">
			{lines.map(({ place, line, name }) => (
				<li key={place}>
					<blockquote>
						<p>{line}</p>
						{name && <footer>{name}</footer>}
					</blockquote>
				</li>
			))}
		</ul>
	);
}
