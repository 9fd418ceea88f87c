/** Whether this browser can share screens from a page. Those of phones cannot. */
export function canShare(): boolean {
  return isSecureContext && 'getDisplayMedia' in navigator.mediaDevices;
}
