// Looks for QR codes in the camera's picture, which stays on the device: it is looked at and dropped.
"use strict";

const SCAN_MS = 150, SCAN_SIDE = 640;

/** Show the camera in a video and call `seen` with each text that is read, until the function that is returned stops it. */
async function scanWithCamera(video, readerAddress, seen) {
  const asked = { audio: false, video: { facingMode: "environment" } };
  const stream = await navigator.mediaDevices.getUserMedia(asked);
  let isOver = false;
  const stop = () => {
    isOver = true;
    video.hidden = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    const read = await qrReader(readerAddress);
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const look = async () => {
      const text = isOver || !video.videoWidth ? "" : await read(video).catch(() => "");
      if (text && !isOver) seen(text);
      if (!isOver) setTimeout(look, SCAN_MS);
    };
    look();
  } catch (fault) {
    stop();
    throw fault;
  }
  return stop;
}

/** Return what reads one picture: the browser's own reader, or ours where it has none or its service is away. */
async function qrReader(address) {
  let read = (await browsersReader().catch(() => null)) || (await ourReader(address));
  return (video) => read(video).catch(async () => { read = await ourReader(address); return ""; });
}

async function browsersReader() {
  if (!("BarcodeDetector" in window) || !(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
}

async function ourReader(address) {
  const { decodeQR } = await import(address);
  const drawing = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, SCAN_SIDE / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * scale), height = Math.round(video.videoHeight * scale);
    Object.assign(drawing.canvas, { width, height });
    drawing.drawImage(video, 0, 0, width, height);
    try {
      return decodeQR({ width, height, data: drawing.getImageData(0, 0, width, height).data });
    } catch { return ""; } // no code in the picture
  };
}
