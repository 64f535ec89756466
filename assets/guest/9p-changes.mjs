// Changes to the kernel's 9p file system (fs/9p of Linux, GPL-2.0-only, and so are these), applied before it is compiled.
//
// Linux either keeps nothing about files that lie on a 9p server, or believes forever what it knows. With nothing kept,
// each look at a path makes another inode, so whoever watches a folder inside is never woken; and kept names and sizes
// never notice what is edited on this computer. With these changes, and `cache=` with the bit for names and attributes
// (2) without the one for believing them (8), what is known is asked for anew after a second, as virtiofs does it:
// a file that took the place of another is looked up again, and what is cached of one that changed is dropped.
// And with `directio` a file is opened for writing as it was asked for: what is appended goes to the end that the file
// has on the server, not to the one that is known inside. What was written through memory never goes through such a file.

/**
 * @typedef {object} Change
 * @property {string} path
 * @property {string} from occurs once
 * @property {string} to
 */

/** @type {readonly Change[]} */
export const CHANGES = [
  {
    path: 'fs/9p/v9fs_vfs.h',
    from: 'int v9fs_refresh_inode_dotl(struct p9_fid *fid, struct inode *inode);\n',
    to: `int v9fs_refresh_inode_dotl(struct p9_fid *fid, struct inode *inode);
int v9fs_check_dentry(struct dentry *dentry);
`,
  },
  {
    path: 'fs/9p/fid.c',
    from: '	if (mode & (P9_OWRITE|P9_ORDWR))\n',
    to: '	if ((mode & (P9_OWRITE|P9_ORDWR)) && !(mode & P9_DOTL_APPEND))\n',
  },
  {
    path: 'fs/9p/vfs_file.c',
    from: '		if ((v9ses->cache & CACHE_WRITEBACK) && (omode & P9_OWRITE)) {\n',
    to: `		if ((v9ses->cache & CACHE_WRITEBACK) &&
		    !(v9ses->flags & V9FS_DIRECT_IO) && (omode & P9_OWRITE)) {
`,
  },
  {
    path: 'fs/9p/vfs_file.c',
    from: `	if (fid->mode & P9L_DIRECT)
		return netfs_unbuffered_read_iter(iocb, to);
`,
    to: `	if (fid->mode & P9L_DIRECT) {
		struct inode *inode = file_inode(iocb->ki_filp);
		ssize_t got = netfs_unbuffered_read_iter(iocb, to);

		/* It is longer than known, and would seem to have been cut. */
		if (got > 0 && iocb->ki_pos > i_size_read(inode))
			v9fs_invalidate_inode_attr(inode);
		return got;
	}
`,
  },
  {
    path: 'fs/9p/vfs_inode_dotl.c',
    from: '	if ((v9ses->cache & CACHE_WRITEBACK) && (p9_omode & P9_OWRITE)) {\n',
    to: `	if ((v9ses->cache & CACHE_WRITEBACK) &&
	    !(v9ses->flags & V9FS_DIRECT_IO) && (p9_omode & P9_OWRITE)) {
`,
  },
  {
    path: 'fs/9p/vfs_inode_dotl.c',
    from: `	/* compare qid details */
	if (memcmp(&v9inode->qid.version,
`,
    to: `	/* compare qid details; a file that changed is the same one still */
	if ((v9fs_inode2v9ses(inode)->cache & CACHE_LOOSE) &&
	    memcmp(&v9inode->qid.version,
`,
  },
  {
    path: 'fs/9p/vfs_dentry.c',
    from: 'static int v9fs_lookup_revalidate(struct dentry *dentry, unsigned int flags)\n',
    to: `/**
 * v9fs_check_dentry - ask the server about a file, unless it was asked within the last second
 * @dentry: positive dentry of it
 *
 * Returns -ESTALE when the name belongs to another file by now.
 */
int v9fs_check_dentry(struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	unsigned long asked = READ_ONCE(dentry->d_time);
	struct p9_fid *fid;
	int retval;

	if (!(V9FS_I(inode)->cache_validity & V9FS_INO_INVALID_ATTR) &&
	    time_in_range(jiffies, asked, asked + HZ))
		return 0;

	fid = v9fs_fid_lookup(dentry);
	if (IS_ERR(fid))
		return PTR_ERR(fid);
	retval = v9fs_refresh_inode_dotl(fid, inode);
	p9_fid_put(fid);
	if (!retval)
		WRITE_ONCE(dentry->d_time, jiffies);
	return retval;
}

/* What is mounted or open stays what it is, wherever its name leads by now. */
static int v9fs_weak_revalidate(struct dentry *dentry, unsigned int flags)
{
	if (!d_really_is_negative(dentry))
		v9fs_check_dentry(dentry);
	return 1;
}

static int v9fs_lookup_revalidate(struct dentry *dentry, unsigned int flags)
`,
  },
  {
    path: 'fs/9p/vfs_dentry.c',
    from: `	v9inode = V9FS_I(inode);
	if (v9inode->cache_validity & V9FS_INO_INVALID_ATTR) {
`,
    to: `	if (v9fs_proto_dotl(v9fs_inode2v9ses(inode)) &&
	    !(v9fs_inode2v9ses(inode)->cache & CACHE_LOOSE)) {
		int retval = v9fs_check_dentry(dentry);

		if (retval == -ENOENT || retval == -ESTALE)
			return 0;
		return retval < 0 ? retval : 1;
	}

	v9inode = V9FS_I(inode);
	if (v9inode->cache_validity & V9FS_INO_INVALID_ATTR) {
`,
  },
  {
    path: 'fs/9p/vfs_dentry.c',
    from: '	.d_weak_revalidate = v9fs_lookup_revalidate,\n',
    to: '	.d_weak_revalidate = v9fs_weak_revalidate,\n',
  },
  {
    path: 'fs/9p/vfs_inode_dotl.c',
    from: `	if (v9ses->cache & (CACHE_META|CACHE_LOOSE)) {
		generic_fillattr(&nop_mnt_idmap, request_mask, inode, stat);
`,
    to: `	if (v9ses->cache & (CACHE_META|CACHE_LOOSE)) {
		/* One that was deleted while it is open is known by what is kept. */
		if (!(v9ses->cache & CACHE_LOOSE))
			v9fs_check_dentry(dentry);
		generic_fillattr(&nop_mnt_idmap, request_mask, inode, stat);
`,
  },
  {
    path: 'fs/9p/vfs_inode_dotl.c',
    from: `	v9ses = v9fs_inode2v9ses(inode);
	st = p9_client_getattr_dotl(fid, P9_STATS_ALL);
	if (IS_ERR(st))
		return PTR_ERR(st);
	/*
	 * Don't update inode if the file type is different
	 */
`,
    to: `	bool changed;

	v9ses = v9fs_inode2v9ses(inode);
	/* What was written inside counts: the server's size is older. */
	if (S_ISREG(inode->i_mode))
		filemap_write_and_wait(inode->i_mapping);
	st = p9_client_getattr_dotl(fid, P9_STATS_ALL);
	if (IS_ERR(st))
		return PTR_ERR(st);
	if (!(v9ses->cache & CACHE_LOOSE)) {
		struct v9fs_inode *v9inode = V9FS_I(inode);

		if (inode_wrong_type(inode, st->st_mode) ||
		    v9inode->qid.path != st->qid.path) {
			kfree(st);
			return -ESTALE;
		}
		changed = i_size_read(inode) != st->st_size ||
			inode_get_mtime_sec(inode) != st->st_mtime_sec ||
			inode_get_mtime_nsec(inode) != st->st_mtime_nsec;
		v9inode->qid.version = st->qid.version;
		v9fs_stat2inode_dotl(st, inode, 0);
		/* Beyond it nothing is asked for, and zeroes are read. */
		if (v9inode->netfs.zero_point < st->st_size)
			v9inode->netfs.zero_point = st->st_size;
		if (changed && S_ISREG(inode->i_mode))
			invalidate_inode_pages2(inode->i_mapping);
		kfree(st);
		return 0;
	}
	/*
	 * Don't update inode if the file type is different
	 */
`,
  },
]

/**
 * @param {Map<string, Buffer>} source by path, which is changed
 * @throws {Error} when a place is not as it was
 */
export function applyChanges(source) {
  for (const { path, from, to } of CHANGES) {
    const text = source.get(path)?.toString('utf8') ?? ''
    if (text.split(from).length !== 2) throw new Error(`${path} of this kernel takes other changes`)
    source.set(path, Buffer.from(text.replace(from, () => to)))
  }
}
