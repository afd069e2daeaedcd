/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Loaded into PHP by LD_PRELOAD: lets chosen allocations fail, and keeps count of what was allocated meanwhile and not
 * freed. tests/allocation/page.php calls it through FFI.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* what PHP's headers ask for */
#endif
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "php.h"

#define MAX_BLOCKS     (1 << 17)
#define MAX_BUCKETS    (1 << 14)
#define MAX_FRAMES     24
#define CALLER         __builtin_return_address(0)
#define PAST_THE_LIMIT ((size_t)128 << 20) /* memory_limit is that */

/* What glibc exports for those who put their own functions before its. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

/* ---- the blocks that live ---- */

typedef struct noted_block {
	const void *address;
	struct noted_block *next;
	void *frames[MAX_FRAMES];
	int frame_count;
} noted_block;

static pthread_mutex_t notes_lock = PTHREAD_MUTEX_INITIALIZER;
static noted_block notes[MAX_BLOCKS];
static noted_block *buckets[MAX_BUCKETS];
static noted_block *unused_notes;
static long notes_begun; /* of the array */
static atomic_long live;
static bool traces; /* where each block came from: slow, for explaining */

static noted_block **bucket_of(const void *address)
{
	return &buckets[((uintptr_t)address >> 4) % MAX_BUCKETS];
}

static void note(const void *address)
{
	pthread_mutex_lock(&notes_lock);
	noted_block *block = unused_notes;
	if (block) {
		unused_notes = block->next;
	} else if (notes_begun < MAX_BLOCKS) {
		block = &notes[notes_begun++];
	} else {
		abort(); /* rather than miss a leak */
	}
	block->address = address;
	block->frame_count = traces ? backtrace(block->frames, MAX_FRAMES) : 0;
	block->next = *bucket_of(address);
	*bucket_of(address) = block;
	live++;
	pthread_mutex_unlock(&notes_lock);
}

static bool forget(const void *address)
{
	if (!live) {
		return false;
	}
	bool found = false;
	pthread_mutex_lock(&notes_lock);
	for (noted_block **at = bucket_of(address); *at && !found;) {
		noted_block *block = *at;
		found = block->address == address;
		if (found) {
			*at = block->next;
			block->next = unused_notes;
			unused_notes = block;
			live--;
		} else {
			at = &block->next;
		}
	}
	pthread_mutex_unlock(&notes_lock);
	return found;
}

/* ---- malloc() and its relatives: strdup() and the like call them too ---- */

static atomic_bool armed;
static atomic_long asked; /* allocations while armed */
static long first_failing, last_failing;
static bool leaves_errno; /* after a success, as malloc() does when brk() failed and mmap() did not */

static bool is_in(const void *address, const char *library)
{
	Dl_info origin;
	return dladdr(address, &origin) && strstr(origin.dli_fname, library);
}

/* jansson's lexer reads on when its buffer, which grows to powers of two, cannot, and then past the buffer's end
 * (akheron/jansson#362, open, in 2.14). */
static bool is_of_lexer(size_t size, const void *caller)
{
	return size >= 32 && (size & (size - 1)) == 0 && is_in(caller, "libjansson");
}

/* When OpenSSL reports a new session, libcurl before 8.12 copies the settings of the connection with it. If that fails,
 * it keeps a name that it has freed. This happens three of its functions deep, and only in strdup(). */
static bool is_of_kept_session(const void *caller)
{
	void *frames[MAX_FRAMES];
	int of_libcurl = 0;
	if (!is_in(caller, "libc.so")) {
		return false;
	}
	armed = false; /* for what backtrace() does */
	int count = backtrace(frames, MAX_FRAMES);
	armed = true;
	for (int i = 0; i < count && !is_in(frames[i], "libssl"); i++) {
		of_libcurl = is_in(frames[i], "libcurl") ? of_libcurl + 1 : 0;
	}
	return of_libcurl == 3;
}

/* What is spared: faults of libraries that cannot be prevented from outside. */
static bool is_spared(size_t size, const void *caller)
{
	return is_of_lexer(size, caller) || is_of_kept_session(caller);
}

static void show_trace(void)
{
	void *frames[MAX_FRAMES];
	armed = false; /* for what backtrace() does */
	backtrace_symbols_fd(frames, backtrace(frames, MAX_FRAMES), STDERR_FILENO);
	armed = true;
}

static bool may_allocate(size_t size, const void *caller)
{
	if (!armed) {
		return true;
	}
	long number = ++asked;
	if (number < first_failing || number > last_failing || is_spared(size, caller)) {
		return true;
	}
	if (traces && number == first_failing) {
		show_trace();
	}
	errno = ENOMEM;
	return false;
}

static void *noted(void *address)
{
	if (armed && address) {
		note(address);
	}
	if (armed && leaves_errno) {
		errno = ENOMEM;
	}
	return address;
}

void *malloc(size_t size)
{
	return may_allocate(size, CALLER) ? noted(__libc_malloc(size)) : NULL;
}

void *calloc(size_t count, size_t size)
{
	return may_allocate(size, CALLER) ? noted(__libc_calloc(count, size)) : NULL;
}

/* A block of before stays one of before. */
void *realloc(void *old, size_t size)
{
	if (!may_allocate(size, CALLER)) {
		return NULL;
	}
	bool is_noted = forget(old);
	void *address = __libc_realloc(old, size);
	if (address && (!old || is_noted)) {
		return is_noted ? (note(address), address) : noted(address);
	}
	if (armed && leaves_errno) {
		errno = ENOMEM;
	}
	if (is_noted && size) {
		note(old);
	}
	return address;
}

void *reallocarray(void *old, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(old, bytes);
}

void *memalign(size_t alignment, size_t size)
{
	return may_allocate(size, CALLER) ? noted(__libc_memalign(alignment, size)) : NULL;
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **address, size_t alignment, size_t size)
{
	void *made = memalign(alignment, size);
	if (!made) {
		return ENOMEM;
	}
	*address = made;
	return 0;
}

void free(void *address)
{
	if (address) {
		forget(address);
	}
	__libc_free(address);
}

/* PHP loads extensions so that they prefer their own libraries' symbols, libc's malloc() among them. */
void *dlopen(const char *file, int mode)
{
	void *(*next)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
	return next(file, mode & ~RTLD_DEEPBIND);
}

/* ---- PHP's own heap ---- */

static zend_mm_heap *heap;
static long heap_asked, heap_failing;
static bool heap_bails_out;

static void heap_as_it_was(void)
{
	if (heap) {
		zend_mm_set_custom_handlers(heap, NULL, NULL, NULL);
		heap = NULL;
	}
}

/*
 * Passing the memory limit ends the script within the allocation, or, since PHP 8.2.36, only makes a note of it: then
 * PHP's own check is asked. The former is tried everywhere, since most PHPs do that.
 */
static void count_in_heap(void)
{
	if (++heap_asked != heap_failing) {
		return;
	}
	if (heap_bails_out) {
		heap_as_it_was();
		zend_error_noreturn(E_ERROR, "Allowed memory size exhausted");
	}
	zend_mm_free(heap, zend_mm_alloc(heap, PAST_THE_LIMIT));
}

static void *heap_malloc(size_t size)
{
	count_in_heap();
	return zend_mm_alloc(heap, size);
}

static void *heap_realloc(void *old, size_t size)
{
	count_in_heap();
	return zend_mm_realloc(heap, old, size);
}

static void heap_free(void *address)
{
	zend_mm_free(heap, address);
}

/* ---- for FFI ---- */

static void arm(long first, long last)
{
	void *frames[1];
	traces = getenv("FAILING_MALLOC_TRACES") != NULL;
	backtrace(frames, 1); /* loads what it needs */
	asked = 0;
	first_failing = first;
	last_failing = last;
	heap_asked = 0;
	armed = true;
}

/* Those of these numbers fail, counted from now and from 1. */
void failing_malloc_arm(long first, long last)
{
	arm(first, last);
}

/* None fails, but each leaves ENOMEM in errno. */
void failing_malloc_arm_errno(void)
{
	arm(LONG_MAX, LONG_MAX);
	leaves_errno = true;
}

/* The one of this number in PHP's heap meets the memory limit. */
void failing_malloc_arm_heap(long number, bool bails_out)
{
	heap_failing = number;
	heap_bails_out = bails_out;
	heap = zend_mm_get_heap();
	zend_mm_set_custom_handlers(heap, heap_malloc, heap_free, heap_realloc);
	arm(LONG_MAX, LONG_MAX);
}

/* How many were asked for, by malloc() or in PHP's heap. */
long failing_malloc_disarm(bool of_heap)
{
	armed = false;
	leaves_errno = false;
	heap_as_it_was();
	return of_heap ? heap_asked : asked;
}

/* How many of the blocks that were ever allocated while armed are not freed. */
long failing_malloc_live(void)
{
	for (size_t i = 0; traces && i < MAX_BUCKETS; i++) {
		for (const noted_block *block = buckets[i]; block; block = block->next) {
			dprintf(STDERR_FILENO, "a block that lives:\n");
			backtrace_symbols_fd(block->frames, block->frame_count, STDERR_FILENO);
		}
	}
	return live;
}
