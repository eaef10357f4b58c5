// `npm run world`: writes app/pickets/data/world.ts, the land of the world's map, from Natural Earth (public domain).
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { geoEquirectangular, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const topology = require("world-atlas/land-110m.json");
const land = feature(topology, topology.objects.land);
// One unit is half a degree, north at the top, without Antarctica: app/pickets/world-map.tsx puts its dots by the same rule.
const projection = geoEquirectangular()
	.scale(360 / Math.PI)
	.translate([360, 170]);
const path = geoPath(projection).digits(0)(
	land.type === "FeatureCollection" ? land : { type: "FeatureCollection", features: [land] },
);
const rings = path
	.match(/M[^M]+/g)
	.filter(
		(ring) =>
			ring.split("L").length > 4 && Math.min(...[...ring.matchAll(/,(-?\d+)/g)].map(([, y]) => Number(y))) < 285,
	);
const d = rings.map(simpler).join("");
await writeFile(
	"app/pickets/data/world.ts",
	`/** The land of the world: half a degree is a unit (npm run world; Natural Earth 1:110m, public domain). */\nexport const land =\n\t"${d}";\n`,
);
console.log(`${rings.length} pieces of land, ${d.length} bytes`);

/** Relative steps take half of the room of places. */
function simpler(ring) {
	const points = [...ring.matchAll(/(-?\d+),(-?\d+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
	const [first, ...rest] = points;
	let [x, y] = first;
	const steps = rest.flatMap(([nx, ny]) => {
		const step = [nx - x, ny - y];
		[x, y] = [nx, ny];
		return step[0] === 0 && step[1] === 0 ? [] : [step];
	});
	return `M${first.join(" ")}l${steps.map(([dx, dy]) => `${dx}${dy < 0 ? "" : " "}${dy}`).join(" ")}z`.replaceAll(
		" -",
		"-",
	);
}
