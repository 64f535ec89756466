// What `docker` takes for the name of a label.

export const isLabelName = (name: string): boolean => /^\s*[^\s]+$/.test(name)
