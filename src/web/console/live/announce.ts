/** A sound, and a notification of the browser while the page is not looked at: as the user chose in this browser. */
import type { Toast } from './gathering.ts';

export interface Announcing {
  sound: boolean;
  notification: boolean;
}

const key = 'scoville-announcing';
const none: Announcing = { sound: false, notification: false };

/** Kept in this browser: a sound belongs to a machine, not to a user. */
export function announcing(): Announcing {
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Announcing>) };
  } catch {
    return none;
  }
}

export function setAnnouncing(next: Announcing): void {
  localStorage.setItem(key, JSON.stringify(next));
}

export function announce({ title, message }: Toast): void {
  const { sound, notification } = announcing();
  if (sound) chime();
  if (notification && document.hidden && Notification.permission === 'granted')
    new Notification(title, { body: message, tag: 'scoville' });
}

const chimeSeconds = 0.35;

/** Two short tones; a browser that was not clicked yet plays none. */
export function chime(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.12, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + chimeSeconds);
  volume.connect(audio.destination);
  for (const [index, hertz] of [660, 880].entries()) {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(audio.currentTime + index * 0.12);
    tone.stop(audio.currentTime + chimeSeconds);
    tone.onended = () => index === 1 && void audio.close();
  }
}
