const known: Readonly<Record<string, string>> = {
  eyes: '👀',
  white_check_mark: '✅',
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  tada: '🎉',
  rotating_light: '🚨',
  fire: '🔥',
  warning: '⚠️',
  heart: '❤️',
  pray: '🙏',
  x: '❌',
  mag: '🔍',
  hourglass_flowing_sand: '⏳',
  thinking_face: '🤔',
  raised_hands: '🙌',
  rocket: '🚀',
};

const offered = ['+1', 'eyes', 'white_check_mark', 'tada', 'rotating_light', 'fire', 'thinking_face', 'pray', '-1'];

/** The character of an emoji name, or `:name:`. */
export function emojiOf(name: string): string {
  return known[name] ?? `:${name}:`;
}

export function ReactionPicker({ onPick }: { onPick: (name: string) => void }) {
  return (
    <div className="menu reaction-picker" role="menu">
      {offered.map((name) => (
        <button key={name} type="button" role="menuitem" title={`:${name}:`} onClick={() => onPick(name)}>
          {emojiOf(name)}
        </button>
      ))}
    </div>
  );
}
