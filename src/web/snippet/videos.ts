/** Videos: that one was started, and each quarter of it that was really played. */
import { declared, type Track } from './clicks.ts';
import { on } from './storage.ts';

/** A video that starts by itself is decoration, and nobody's behaviour. */
export function watchVideos(track: Track): void {
  /** The quarters played, by the address of a video that was started. */
  const quarters: Record<string, number> = {};
  on<Event & { target: HTMLVideoElement }>('play timeupdate ended', ({ target: video, type }) => {
    if (video.tagName !== 'VIDEO' || video.autoplay) return;
    const { currentSrc, played } = video;
    const say = (event: string, percent?: number) =>
      track(event, { content_asset_id: video.id || currentSrc.split('?')[0], percent, ...declared(video) });
    if (type === 'play' && !(currentSrc in quarters)) {
      quarters[currentSrc] = 0;
      say('Video Playback Started');
    }
    let seconds = 0;
    for (let part = 0; part < played.length; part++) seconds += played.end(part) - played.start(part);
    // In quarters: a player's last hundredth is often not played.
    while ((quarters[currentSrc] as number) < Math.floor((4 * seconds) / video.duration + 0.04))
      say('Video Watched', 25 * ++(quarters[currentSrc] as number));
  });
}
