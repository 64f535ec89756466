// Variables by which Docker Compose, and the programs that it runs, are told what to do: none that a team's file may set.

/**
 * Compose takes variables of `.env` into its own environment, where they are not set already: before 2.40 all of them,
 * which reach buildx inside it, credential helpers and git. By what they would do there: load code or run another
 * program, believe another certificate, read other settings, build or tell elsewhere.
 */
const ofPrograms = [
  /^(LD|DYLD)_/,
  /^(GIT_SSH|GIT_SSH_COMMAND|GIT_PROXY_COMMAND|GIT_EXTERNAL_DIFF|GIT_EXEC_PATH|GIT_TEMPLATE_DIR|GIT_CONFIG.*)$/,
  /^(GIT_ASKPASS|GIT_DIR|GIT_WORK_TREE|GIT_EDITOR|GIT_PAGER|SSH_ASKPASS|SSH_AUTH_SOCK)$/,
  /^(BASH_ENV|BASH_FUNC_.*|SHELLOPTS|BASHOPTS|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS)$/,
  /^(PYTHONPATH|PYTHONHOME|PYTHONSTARTUP|PERL5LIB|PERL5OPT|RUBYLIB|RUBYOPT|GCONV_PATH|LOCPATH)$/,
  /^(AWS_CONFIG_FILE|AWS_SHARED_CREDENTIALS_FILE|CLOUDSDK_PYTHON|CLOUDSDK_CONFIG|KUBECONFIG)$/,
  /^(GNUPGHOME|PASSWORD_STORE_.*|XDG_.*|SSL_CERT_FILE|SSL_CERT_DIR|GODEBUG)$/,
  /^(PATH|PATHEXT|HOME|USERPROFILE|COMSPEC|SYSTEMROOT|APPDATA|LOCALAPPDATA|PROGRAMDATA|TMPDIR|TEMP|TMP)$/,
  /^(BUILDX_.*|BUILDKIT_(HOST|PROGRESS|COLORS|TTY_LOG_LINES))$/,
  /^DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY|API_VERSION|AUTH_CONFIG|BUILDKIT|CUSTOM_HEADERS)$/,
  /^DOCKER_(CONTENT_TRUST|CLI)_?/,
]
/** Of any version. With the first, a start and a leave end at once. */
const ofCompose = [/^COMPOSE_(IGNORE_ORPHANS|REMOVE_ORPHANS|STATUS_STDOUT|EXPERIMENTAL.*)$/]

/** @param ofAll whether it may also be for a program that Compose runs */
export const isOrder = (name: string, ofAll = true): boolean =>
  (ofAll ? [...ofPrograms, ...ofCompose] : ofCompose).some((one) => one.test(name.toUpperCase()))
