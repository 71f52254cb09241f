// What of `qr` goes into src/plaudit/pages/static/qr_reader.js (make reader).
export { decodeQR } from "qr/decode.js";
