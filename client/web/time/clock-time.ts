/** A time within a film, or what is left of a wait, as players show it: `1:02:03`, or `2:03` within an hour. */
export function clockTime(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number) => value.toString().padStart(2, '0');
  const end = two(whole % 60);
  return hours > 0 ? `${hours.toString()}:${two(minutes)}:${end}` : `${minutes.toString()}:${end}`;
}

/** What is left of a wait; a second that has begun counts. */
export function leftText(leftMs: number): string {
  return clockTime(Math.ceil(leftMs / 1000));
}
