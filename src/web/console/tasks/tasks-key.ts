/** Every query of the page of tasks begins with it: the live stream asks for them again. */
export const tasksKey = ['work', 'tasks'] as const;
