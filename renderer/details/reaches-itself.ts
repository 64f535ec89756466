// Addresses in variables and log lines that lead a container to itself, where somebody means a server beside it.
import type { EnvVariable } from '../../preload/model'

/** Kinds of servers that run in a container of their own. */
const server =
  /(?:^|_)(?:DB|DATABASE|MYSQL|MARIADB|POSTGRES(?:QL)?|PG|REDIS|VALKEY|CACHE|MONGO(?:DB)?|RABBITMQ|AMQP|KAFKA|ELASTIC\w*|SMTP|MAIL)(?:_?(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|URL|URI|DSN))?$/i
const scheme = /^(?:mysql|mariadb|postgres(?:ql)?|mongodb(?:\+srv)?|rediss?|amqps?|kafka|smtp|jdbc:\w+):\/\//i
const itself =
  /^(?:[a-z][a-z0-9+.:-]*:\/\/)?(?:[^@/\s]*@)?(?:localhost|127\.0\.0\.1|\[?::1\]?)(?::\d{1,5})?(?:[/?].*)?$/i

/** Whether the variable names a server and leads to the container that has it. */
export const reachesItself = ({ name, value }: EnvVariable): boolean =>
  value.length < 2048 && itself.test(value) && (server.test(name) || scheme.test(value))
