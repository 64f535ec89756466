// Under which names and address containers find Windows itself.

/**
 * Set aside for documentation (RFC 5737), so no network that somebody is in has it. Not the one of a VM: all distributions
 * share WSL's network, and this computer may well be in 192.168.127.0/24.
 */
export const windowsAddress = '192.0.2.254'

export const windowsNames = ['host.docker.internal', 'gateway.docker.internal', 'host.containers.internal']
