// Stands in for the ankerl/unordered_dense library, which distributions do not
// package, with the standard library's hash tables.
//
// mediasoup uses the part of that library which follows the standard interface:
// maps, sets and a hash for scalars. Two promises are wider here (references
// stay valid when the table grows, and erase() moves no other element), so code
// written for the original is safe on this.
#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	template<typename Key>
	struct hash : std::hash<Key>
	{
	};

	template<typename Key, typename Value, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
