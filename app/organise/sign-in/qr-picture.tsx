import type { QrDrawing } from "#app/web/qr.ts";

/** A QR code within a page, black on white in any colour scheme. */
export function QrPicture({ drawing: { size, path }, title }: { drawing: QrDrawing; title: string }) {
	return (
		<svg className="qr" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img">
			<title>{title}</title>
			<path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
			<path fill="#000" d={path} />
		</svg>
	);
}
