import { Blocks } from './blocks.tsx';
import { useLiveWorkspace } from './context.ts';
import { ElementsOf } from './use-elements.tsx';

/** The Home tab that the bot published for this person. */
export function HomeTab() {
  const workspace = useLiveWorkspace();
  const { home } = workspace;
  return (
    <div className="home-tab" data-testid="home-tab">
      {home === null ? (
        <p className="faint">The app has published nothing here yet.</p>
      ) : (
        <ElementsOf key={home.hash} place={{ kind: 'view', viewId: home.id }}>
          <Blocks blocks={home.blocks} />
        </ElementsOf>
      )}
    </div>
  );
}
