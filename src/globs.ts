import picomatch from 'picomatch';

/** Whether a path is one of those that the globs name. A path without glob names a folder with all below it, too. */
export function matcher(globs: readonly string[]): (file: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((glob) => {
    const bare = glob.replace(/^\.\//u, '').replace(/\/$/u, '');
    return [bare, `${bare}/**`];
  });
  return picomatch(patterns, { dot: true });
}
