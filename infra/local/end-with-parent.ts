// Loaded before the program of every part (`node --import`): when the supervisor is gone, however it went, the part ends
// as if it had been told to, so that nothing is left running.

process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
