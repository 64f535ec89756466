#!/usr/bin/perl
# The emulated wsl.exe: what enters a distribution that runs goes the short way here, without Node's start, which is most
# of what an emulated connection costs. Everything else, and every special kind of Windows, is for wsl.mjs.
use strict;
use warnings;
use File::Basename qw(dirname);
use IO::Socket::UNIX;
use POSIX ();

my $here = dirname(__FILE__);

sub by_node { exec("$here/wsl.mjs", @ARGV) or die "wsl.mjs: $!" }

sub text_of {
  open(my $file, '<', $_[0]) or return '';
  local $/;
  return scalar <$file>;
}

# Only the words that the driver uses, all of them given.
my %words = ('--distribution' => 'name', '--user' => 'user', '--cd' => 'folder');
my (%given, @rest);
@rest = @ARGV;
while (@rest && exists $words{$rest[0]}) {
  my $word = shift @rest;
  $given{$words{$word}} = shift @rest;
}
by_node() if keys %given != keys %words || !@rest || shift(@rest) ne '--exec' || !@rest;

my $home = $ENV{WSL_EMULATOR_HOME} // by_node();
my $setup = text_of("$home/setup.json");
my ($group) = $setup =~ /"controlGroup":"([^"]+)"/;
by_node() if !$group || $setup =~ /"(?:failAll|failStart|installed|virtualisation|platform)"/;

# It counts as a client as long as the connection is open, which a program inside must not hold.
my $service = IO::Socket::UNIX->new(Peer => "$home/service.sock") or by_node();
print $service qq({"ask":"enter","name":"$given{name}"}\n);
$service->flush;
my ($init) = (<$service> // '') =~ /"init":(\d+)/;
by_node() if !$init;
my ($account) = text_of("/proc/$init/root/etc/passwd") =~ /^(\Q$given{user}\E:.*)$/m or by_node();
my (undef, undef, $uid, $gid, undef, $folder) = split(/:/, $account);

my $child = fork() // die "fork: $!";
if ($child == 0) {
  %ENV = (
    PATH => '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME => $folder,
    USER => $given{user},
    LANG => 'C.UTF-8',
    WSL_DISTRO_NAME => $given{name},
  );
  exec('/bin/sh', "$here/enter.sh", $init, $group, $uid, $gid, $given{folder}, @rest) or POSIX::_exit(127);
}
# Whoever asked hears its end from the program inside alone.
close(STDIN);
close(STDOUT);
close(STDERR);
waitpid($child, 0);
my $signal = $? & 127;
POSIX::_exit($signal == 0 ? $? >> 8 : $signal == 9 ? 137 : 143);
